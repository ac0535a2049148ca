import { createUniqueId, type JSX, Show } from "solid-js";
import { GroupIcon } from "./icon.tsx";
import { orderStatusLook, type StatusLook, shipmentLook, syncLook } from "./status-groups.ts";

/** Icon, word and colour of a status. `boxed` gives it a tinted ground, for headings. */
export function Badge(props: { look: StatusLook; boxed?: boolean; title?: string }): JSX.Element {
  return (
    <span
      class={`wb-badge wb-${props.look.group}${props.boxed ? " wb-boxed" : ""}`}
      title={props.title}
      data-status={props.look.group}
    >
      <GroupIcon group={props.look.group} />
      <span>{props.look.word}</span>
    </span>
  );
}

export function OrderBadge(props: {
  order: { status: string; totalMinor: number | null; units?: number; syncState?: string };
  boxed?: boolean;
}): JSX.Element {
  return <Badge look={orderStatusLook(props.order)} boxed={props.boxed} />;
}

export function ShipmentBadge(props: { status: string; reason?: string | null; boxed?: boolean }): JSX.Element {
  return <Badge look={shipmentLook(props.status, props.reason)} boxed={props.boxed} />;
}

/** Text that appears over its child on hover and on keyboard focus, and is read with it. */
export function Tip(props: {
  text: string | null | undefined;
  /** -1 in a row that is not the one the Tab key stops at. */
  stop?: 0 | -1;
  children: JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <Show when={props.text} fallback={props.children}>
      <span class="wb-tip" tabindex={props.stop ?? 0} aria-describedby={id}>
        {props.children}
        <span role="tooltip" id={id}>
          {props.text}
        </span>
      </span>
    </Show>
  );
}

/**
 * Does our copy agree with the channel? The reason is shown on hover and focus. `quiet` shows the word only when something is
 * wrong, for dense lists; the word stays for screen readers.
 *
 * @example <SyncBadge state="failed" reason="Token expired" quiet />
 */
export function SyncBadge(props: { state: string; reason: string | null; quiet?: boolean }): JSX.Element {
  const look = () => syncLook(props.state);
  const hushed = () => props.quiet === true && props.state === "success";
  // What needs no reason is no stop on the way of the Tab key: fifty quiet checks would be fifty presses.
  return (
    <Tip text={hushed() ? null : props.reason}>
      <span
        class={`wb-badge wb-${look().group}`}
        data-sync={props.state}
        title={hushed() ? (props.reason ?? look().word) : undefined}
      >
        <GroupIcon group={look().group} />
        <span class={hushed() ? "wb-sr" : ""}>{look().word}</span>
      </span>
    </Tip>
  );
}
