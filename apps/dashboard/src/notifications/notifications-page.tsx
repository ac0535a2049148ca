import type { JSX } from "solid-js";

export function NotificationsPage(): JSX.Element {
  return <h1 class="h-page p-5">Notifications</h1>;
}
