import type { JSX } from "solid-js";

export function OverviewPage(): JSX.Element {
  return <h1 class="h-page p-5">Overview</h1>;
}
