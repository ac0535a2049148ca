import { A } from "@solidjs/router";
import type { InboxSummary } from "@waybill/domain/inbox/answers";
import { Badge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { type JSX, Show } from "solid-js";
import type { Names } from "../live/names.ts";
import { platformName } from "../parts/platform-names.ts";
import { inboxLook, isTest, subjectOf } from "./inbox-look.ts";

export const adapterName = (row: { kind: string; adapter: string }): string =>
  platformName(row.kind === "channel" || row.kind === "sender" ? row.kind : "carrier", row.adapter);

const awaited = (note: string | null) => /number ([\w-]+)/.exec(note ?? "")?.[1] ?? null;

/** Who told, what it was about, and how it went; what was understood is the rule and stays quiet. */
export function Row(props: { row: InboxSummary; names: Names; href: string; open: boolean }): JSX.Element {
  const subject = () => subjectOf(props.row, props.names);
  const quiet = () => props.row.state === "processed";
  // What waits for its parcel is named by the number it waits for.
  const about = () => subject().about ?? (props.row.state === "unmatched" ? awaited(props.row.note) : null);
  return (
    <li class="inbox-line" data-inbox={props.row.id}>
      <A href={props.href} noScroll classList={{ open: props.open }} aria-current={props.open ? "true" : undefined}>
        <span class="truncate">
          <span class="font-medium">{adapterName(props.row)}</span>{" "}
          <span class="text-sm text-ink-2">
            {props.row.kind === "poll" ? "asked by us" : (subject().topic ?? "webhook")}
          </span>
          <Show when={isTest(props.row)}>
            <span class="inbox-tag">test</span>
          </Show>
        </span>
        <span class="text-right text-sm text-ink-2">
          <Time at={props.row.receivedAt} />
        </span>
        <span class="truncate text-sm">
          <Show when={about()} fallback={<span class="text-ink-2">{subject().note ?? "Changed nothing"}</span>}>
            {(name) => <span class="wb-mono text-ink-2">{name()}</span>}
          </Show>
        </span>
        <span class="justify-self-end text-right text-sm">
          <Show when={quiet()} fallback={<Badge look={inboxLook(props.row.state)} />}>
            <span class="wb-mono text-xs text-ink-3">{props.row.id}</span>
            <span class="wb-sr"> understood</span>
          </Show>
        </span>
        <Show when={props.row.copies > 0}>
          <span class="col-span-2 text-xs text-ink-3">
            {props.row.copies} more {props.row.copies === 1 ? "copy" : "copies"}
          </span>
        </Show>
      </A>
    </li>
  );
}
