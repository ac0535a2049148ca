import { type Accessor, createSignal } from "solid-js";

/** One clock for the whole page: every relative time reads it, so a thousand of them cost one timer. */
const [now, setNow] = createSignal(Date.now());
let timer: ReturnType<typeof setInterval> | null = null;

function start(): void {
  if (timer || typeof document === "undefined") return;
  timer = setInterval(() => {
    if (!document.hidden) setNow(Date.now());
  }, 1000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) setNow(Date.now());
  });
}

/** The time in UTC ms, moving once a second while the page is visible. */
export function useClock(): Accessor<number> {
  start();
  return now;
}
