import type { JSX } from "solid-js";

export function ShipmentsPage(): JSX.Element {
  return <h1 class="h-page p-5">Shipments</h1>;
}
