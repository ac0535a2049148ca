import { createMemo, For, type JSX, Show } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { createView } from "../live/view.ts";
import { carrierName, knownCarriers } from "../parts/platform-names.ts";

type Change = { carrier: string | null; connection: string | null };

/** Whose parcels: a carrier's, or those that one connection follows. */
export function CarrierFilter(props: {
  carrier: string;
  connection: string;
  /** Carriers of what is shown now: they are offered too. */
  seen: readonly string[];
  onChange: (change: Change) => void;
}): JSX.Element {
  const connections = createView(() => api.get("/api/carriers").then(itemsOf));
  const carriers = createMemo(() =>
    [...new Set([...knownCarriers(), ...props.seen, ...(props.carrier ? [props.carrier] : [])])].sort((a, b) =>
      carrierName(a).localeCompare(carrierName(b)),
    ),
  );
  const value = () => (props.connection ? `connection ${props.connection}` : props.carrier);
  const choose = (text: string) => {
    const connection = /^connection (.+)$/.exec(text)?.[1] ?? null;
    props.onChange({ connection, carrier: connection ? null : text || null });
  };
  return (
    <select
      class="input !w-[190px] max-sm:!w-[140px]"
      aria-label="Carrier"
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="" selected={value() === ""}>
        All carriers
      </option>
      <For each={carriers()}>
        {(id) => (
          <option value={id} selected={value() === id}>
            {carrierName(id)}
          </option>
        )}
      </For>
      <Show when={(connections.data()?.length ?? 0) > 0}>
        <optgroup label="Followed through">
          <For each={connections.data()}>
            {(one) => (
              <option value={`connection ${one.id}`} selected={value() === `connection ${one.id}`}>
                {one.name}
              </option>
            )}
          </For>
        </optgroup>
      </Show>
    </select>
  );
}
