import type { JSX } from "solid-js";

export function SettingsPage(): JSX.Element {
  return <h1 class="h-page p-5">Settings</h1>;
}
