import type { JSX } from "solid-js";

/** A platform's mark without its logo: its letters, set like the routing code of a label; else the start of its name. */
export function Mark(props: { letters?: string; name: string; large?: boolean }): JSX.Element {
  const start = () => props.name.replace(/[^\p{L}\p{N}]/gu, "").slice(0, 2);
  return (
    <span class="cn-mark wb-mono" classList={{ large: props.large }} aria-hidden="true">
      {props.letters ?? start().toUpperCase()}
    </span>
  );
}
