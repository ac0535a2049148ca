import { createSignal } from "solid-js";

const order = ["system", "light", "dark"] as const;
type Theme = (typeof order)[number];

const current = document.documentElement.dataset.theme;
const [theme, setTheme] = createSignal<Theme>(current === "light" || current === "dark" ? current : "system");

/** "like the system", "light" or "dark". */
export const themeWord = () => (theme() === "system" ? "like the system" : theme());

/** What is chosen in this browser. */
export const chosenTheme = theme;

/** Turns to the next theme. */
export function nextTheme(): void {
  chooseTheme(order[(order.indexOf(theme()) + 1) % order.length] ?? "system");
}

/** Turns to a theme and remembers it in this browser (`public/theme.js` reads it before the first paint). */
export function chooseTheme(next: Theme): void {
  setTheme(next);
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === "system") localStorage.removeItem("waybill.theme");
    else localStorage.setItem("waybill.theme", next);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}
