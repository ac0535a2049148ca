import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { Icon } from "@waybill/ui/icon";
import { createSignal, For, type JSX } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { Confirm } from "../parts/dialog.tsx";

const choices = [
  { status: "processing", word: "Mark as packing", help: "The order shows as packing until its parcels say more." },
  { status: "completed", word: "Mark as completed", help: "The order is closed by hand, whatever its parcels say." },
  { status: "on_hold", word: "Put on hold", help: "The order shows as on hold in Waybill. The channel is not told." },
  {
    status: "cancelled",
    word: "Cancel",
    help: "The order shows as cancelled in Waybill. Cancel it in the channel too: nobody is refunded from here.",
  },
  {
    status: "auto",
    word: "Follow the facts again",
    help: "Takes back what was set by hand: payment and parcels decide.",
  },
] as const;
type Choice = (typeof choices)[number];

/** Sets the status by hand, after saying what it will mean. */
export function StatusMenu(props: { order: OrderSummary; onDone: () => void }): JSX.Element {
  const [asked, setAsked] = createSignal<Choice | null>(null);
  const set = createAction(async (choice: Choice) => {
    await api.put("/api/orders/:id/status", { param: { id: props.order.id }, json: { status: choice.status } });
    setAsked(null);
    props.onDone();
  });
  return (
    <>
      <DropdownMenu placement="bottom-end" gutter={6}>
        <DropdownMenu.Trigger class="btn">
          Change status <Icon name="down" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content class="menu !relative">
            <For each={choices}>
              {(choice) => (
                <DropdownMenu.Item
                  class="menu-item"
                  disabled={choice.status === props.order.status}
                  onSelect={() => setAsked(choice)}
                >
                  {choice.word}
                </DropdownMenu.Item>
              )}
            </For>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu>
      <Confirm
        open={asked() !== null}
        title={asked()?.word ?? ""}
        action={set.busy() ? "One moment…" : (asked()?.word ?? "")}
        busy={set.busy()}
        onYes={() => {
          const choice = asked();
          if (choice) void set.run(choice);
        }}
        onClose={() => setAsked(null)}
      >
        {asked()?.help}
      </Confirm>
    </>
  );
}
