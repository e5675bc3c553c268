// Which mode the page is in: the person's choice, or else the system's.
const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

export function watch(layout) {
  system.onchange = () => layout.invokeMethodAsync("OnModeChanged", isDark());
  return isDark();
}

export function choose(dark) {
  root.dataset.theme = dark ? "dark" : "light";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // This browser keeps nothing; the choice holds as long as the page does.
  }
}
