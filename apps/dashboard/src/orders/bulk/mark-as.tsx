import { Icon } from "@waybill/ui/icon";
import { For, type JSX } from "solid-js";
import { Popover } from "../../parts/popover.tsx";
import type { BulkAction } from "./bulk.ts";

const marks: readonly { action: BulkAction; word: string; help: string }[] = [
  { action: "processing", word: "Packing", help: "Somebody works on it" },
  { action: "completed", word: "Completed", help: "Nothing is left to do" },
  { action: "auto", word: "Back to the facts", help: "Take your mark away; payment and parcels decide" },
];

/** A status that a person gives to what is marked, or takes back. */
export function MarkAs(props: { onAct: (action: BulkAction) => void }): JSX.Element {
  return (
    <Popover
      label="Mark the orders as"
      class="btn btn-small"
      button={
        <>
          Mark as <Icon name="down" />
        </>
      }
    >
      {(close) => (
        <div class="w-[270px] max-w-full p-1">
          <For each={marks}>
            {(mark) => (
              <button
                type="button"
                class="menu-item !block"
                onClick={() => {
                  close();
                  props.onAct(mark.action);
                }}
              >
                {mark.word}
                <span class="block text-xs text-ink-2">{mark.help}</span>
              </button>
            )}
          </For>
        </div>
      )}
    </Popover>
  );
}
