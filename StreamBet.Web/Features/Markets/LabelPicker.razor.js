/** Keeps the keys of an open list away from the dialog and its form, and scrolls the active label into view. */
export function watch(search) {
  if (!search) return; // Removed before the script was here.
  search.onkeydown = (event) => {
    const isOpen = search.getAttribute("aria-expanded") === "true";
    if (["Enter", "ArrowDown", "ArrowUp"].includes(event.key) || (event.key === "Escape" && isOpen)) event.preventDefault();
  };
  const showActive = () =>
    document.getElementById(search.getAttribute("aria-activedescendant"))?.scrollIntoView({ block: "nearest" });
  new MutationObserver(showActive).observe(search, { attributeFilter: ["aria-activedescendant"] });
}
