import type { JSX } from "solid-js";
import { ConnectionsPage } from "./connections-page.tsx";

export function SendersPage(): JSX.Element {
  return <ConnectionsPage kind="sender" />;
}
