// Before the first paint: the mode that this person chose, or none, and then the system's holds.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // This browser keeps nothing.
}
