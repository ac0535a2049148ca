import type { JSX } from "solid-js";

export function WelcomePage(): JSX.Element {
  return <h1 class="h-page p-5">Welcome</h1>;
}
