// Fields whose content is replaced by what is typed next, such as an amount.
addEventListener("focusin", ({ target }) => {
  if (target.matches?.("[data-select]")) requestAnimationFrame(() => document.activeElement === target && target.select());
});
