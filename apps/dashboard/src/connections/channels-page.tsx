import type { JSX } from "solid-js";
import { ConnectionsPage } from "./connections-page.tsx";

export function ChannelsPage(): JSX.Element {
  return <ConnectionsPage kind="channel" />;
}
