import type { JSX } from "solid-js";
import { channelName } from "./platform-names.ts";

/** A channel by its letter and name, or by a shop's own `name`. */
export function ChannelMark(props: { channel: string; name?: string }): JSX.Element {
  return (
    <span
      class="inline-flex max-w-full items-center gap-1.5 align-top text-ink-2"
      title={props.name && `${channelName(props.channel)}, ${props.name}`}
    >
      <span
        class="grid size-[18px] shrink-0 place-items-center rounded border border-line bg-sunken text-[10px] font-semibold text-ink-2"
        aria-hidden="true"
      >
        {channelName(props.channel).charAt(0)}
      </span>
      <span class="truncate">{props.name ?? channelName(props.channel)}</span>
    </span>
  );
}
