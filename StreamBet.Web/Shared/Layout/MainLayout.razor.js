// The page's colour mode: the person's choice, or else the system's.
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
    // This browser stores nothing; the choice lasts until the page is reloaded.
  }
}
