import { type Accessor, createEffect, on } from "solid-js";

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const GLOW_MS = 900;
const glowingUntil = new WeakMap<Element, number>();

/** Lets an element glow once in the accent and fade: "this just changed". Does nothing when motion is unwanted. */
export function glowOnce(element: Element): void {
  const now = performance.now();
  // One glow at a time: many changes a second must not pile up animations.
  if (document.hidden || (glowingUntil.get(element) ?? 0) > now || calm()) return;
  glowingUntil.set(element, now + GLOW_MS);
  element.animate([{ backgroundColor: "var(--glow)" }, { backgroundColor: "transparent" }], {
    duration: GLOW_MS,
    easing: "ease-out",
  });
}

/**
 * A ref that glows whenever `value` changes after the first time.
 *
 * @example <td ref={glowing(() => order.status)}>…</td>
 */
export function glowing<T>(value: Accessor<T>): (element: Element) => void {
  return (element) => createEffect(on(value, () => glowOnce(element), { defer: true }));
}
