import { createSignal, onCleanup, onMount } from "solid-js";

/** Scrolled further than this, a row pushed in above would move what is being read. */
const NEAR_TOP_PX = 60;
/** Rows stay put this long after the pointer left them. */
const LEAVING_MS = 700;

/** A hand on the mouse, not a list that appeared under a pointer at rest. */
const isMoved = (event: PointerEvent) =>
  event.pointerType === "mouse" && (event.movementX !== 0 || event.movementY !== 0);

/** Is somebody reading just here? Then no row may move. */
export function createHoldWhilePointing() {
  const [pointing, setPointing] = createSignal(false);
  const [scrolled, setScrolled] = createSignal(false);
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const point = (event: PointerEvent) => {
    if (!isMoved(event)) return;
    clearTimeout(leaving);
    setPointing(true);
  };
  // The way from the rows to the pill leads over neither: the pill must not vanish under way.
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => setPointing(false), LEAVING_MS);
  };
  onMount(() => {
    const onScroll = () => setScrolled(scrollY > NEAR_TOP_PX);
    addEventListener("scroll", onScroll, { passive: true });
    onCleanup(() => removeEventListener("scroll", onScroll));
  });
  onCleanup(() => clearTimeout(leaving));
  return { holds: () => pointing() || scrolled(), point, leave };
}
