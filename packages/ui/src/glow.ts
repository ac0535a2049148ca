import { type Accessor, createEffect, on } from "solid-js";

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Lets an element glow once in the accent and fade: "this just changed". Does nothing when motion is unwanted. */
export function glowOnce(element: Element): void {
  if (calm() || document.hidden) return;
  const colour = getComputedStyle(element).getPropertyValue("--glow");
  element.animate([{ backgroundColor: colour }, { backgroundColor: "transparent" }], {
    duration: 900,
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
