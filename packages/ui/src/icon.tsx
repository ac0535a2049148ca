import { type JSX, Show } from "solid-js";
import type { StatusGroup } from "./status-groups.ts";

/** Line icons on a 16 px grid, drawn in the current colour. Decorative: the word beside them carries the meaning. */
const paths = {
  waiting: "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z",
  moving: "M2 8h11M9 4l4 4-4 4",
  out: "M1.5 4h8v7h-8zM9.5 6.5H12l2.5 2.5v2h-5zM4 11v1.5a1 1 0 0 0 2 0V11M10.5 11v1.5a1 1 0 0 0 2 0V11",
  delivered: "m2.5 8.5 3.5 3.5 7.5-8",
  attention: "M8 2 14.5 13.5h-13ZM8 6.5v3M8 11.6v.1",
  failed: "m3.5 3.5 9 9m0-9-9 9",
  returned: "M6 4 2.5 7.5 6 11M2.5 7.5h7a4 4 0 0 1 0 8h-1",
  unknown: "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.5 10.5 14 14",
  sync: "M13.5 8a5.5 5.5 0 0 1-10 3M2.5 8a5.5 5.5 0 0 1 10-3M12.8 2v3.2H9.6M3.2 14v-3.2h3.2",
  retry: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3",
  theme: "M8 2.5a5.5 5.5 0 1 1 0 11ZM8 2.5a5.5 5.5 0 1 0 0 11",
  close: "m4 4 8 8m0-8-8 8",
  down: "m4 6 4 4 4-4",
  left: "M10 3 5 8l5 5",
  up: "M8 13V3M4 7l4-4 4 4",
  external: "M9 2.5h4.5V7M13.5 2.5 7 9M11 9v4H3V5h4",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  mail: "M1.5 3.5h13v9h-13zM1.5 4 8 9l6.5-5",
  inbox: "M1.5 9h4l1 2h3l1-2h4M1.5 9v4h13V9l-2-6h-9z",
  box: "M2 5l6-3 6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6",
  plug: "M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0ZM8 12.5V15",
  plus: "M8 3v10M3 8h10",
  pause: "M5 3v10M11 3v10",
  overview: "M2.5 2.5h4.5v6H2.5zM9 2.5h4.5v3.5H9zM9 8h4.5v5.5H9zM2.5 10.5h4.5v3H2.5z",
  shop: "M2.5 6.5 3.5 2.5h9l1 4M2.5 6.5a1.8 1.8 0 0 0 3.6 0 1.8 1.8 0 0 0 3.7 0 1.8 1.8 0 0 0 3.7 0M3.5 8.3v5.2h9V8.3M6.5 13.5v-3h3v3",
  route:
    "M4 2.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM12 9.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM6 4.5h4.5a2.25 2.25 0 0 1 0 4.5h-5a2.25 2.25 0 0 0 0 2.5H10",
  settings: "M2 4.5h7M12 4.5h2M9 3v3h3V3ZM2 11.5h2M7 11.5h7M4 10v3h3v-3Z",
  more: "M2.9 8h.2M7.9 8h.2M12.9 8h.2",
  right: "m6 3 5 5-5 5",
  bolt: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z",
  user: "M8 2.5a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5ZM2.5 13.5c.6-2.4 2.7-3.7 5.5-3.7s4.9 1.3 5.5 3.7",
  note: "M3 2.5h10v8L10 13.5H3zM5.5 6h5M5.5 8.5h3",
} as const;
export type IconName = keyof typeof paths;

export function Icon(props: { name: IconName; class?: string }): JSX.Element {
  return (
    <svg
      class={`wb-icon ${props.class ?? ""}`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      stroke-dasharray={props.name === "unknown" ? "2.2 2.4" : undefined}
      aria-hidden="true"
    >
      <path d={paths[props.name]} />
    </svg>
  );
}

/** The icon of a status group; each group has its own shape, so colour is never the only sign. */
export function GroupIcon(props: { group: StatusGroup }): JSX.Element {
  return (
    <Show when={props.group} keyed>
      {(group) => <Icon name={group} />}
    </Show>
  );
}
