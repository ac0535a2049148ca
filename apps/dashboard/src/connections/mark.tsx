import type { JSX } from "solid-js";

/** A platform's mark without its logo: the start of its name, set like the routing code of a label. */
export function Mark(props: { name: string; large?: boolean }): JSX.Element {
  const code = () =>
    (/^[A-Z]{2,4}$/.test(props.name)
      ? props.name
      : props.name.replace(/[^\p{L}\p{N}]/gu, "").slice(0, 2)
    ).toUpperCase();
  return (
    <span class="cn-mark wb-mono" classList={{ large: props.large }} aria-hidden="true">
      {code()}
    </span>
  );
}
