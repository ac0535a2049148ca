import type { JSX } from "solid-js";
import { ConnectionsPage } from "./connections-page.tsx";

export function CarriersPage(): JSX.Element {
  return <ConnectionsPage kind="carrier" />;
}
