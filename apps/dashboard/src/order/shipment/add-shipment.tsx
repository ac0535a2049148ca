import type { OrderLine } from "@waybill/domain/order/answers";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { failureWords } from "../../api/client.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { channelName } from "../../parts/platform-names.ts";
import { lineFacts } from "../line-facts.ts";
import { CarrierChoice, createGuesses, guessWords, numbersOf } from "./carrier-choice.tsx";

/** A line with as many units as are left to ship. */
type Left = { line: OrderLine; left: number };

/** What a parcel could still carry: units that need shipping, are expected, and are in no other parcel. */
function leftLines({ order, lines, shipments, detail }: OrderPage): Left[] {
  if (order.toShip === 0) return [];
  return lines
    .map((line) => ({ line, left: lineFacts(line, shipments, detail?.fulfilments).left }))
    .filter(({ left }) => left > 0);
}

type Props = {
  open: boolean;
  page: OrderPage;
  onClose: () => void;
  onDone: () => void;
};

/** A tracking number handed in by the seller: its carrier is guessed and can be changed; the channel is told. */
export function AddShipment(props: Props): JSX.Element {
  return (
    <Dialog open={props.open} title={`Add a shipment to ${props.page.order.number}`} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  );
}

function Form(props: Props): JSX.Element {
  const [number, setNumber] = createSignal("");
  const guesses = createGuesses(number);
  const [chosen, setChosen] = createSignal("");
  const [parts, setParts] = createSignal<ReadonlyMap<string, number>>(new Map());
  const [partly, setPartly] = createSignal(false);
  const [notify, setNotify] = createSignal(true);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const open = () => leftLines(props.page);
  const chosenLines = () =>
    [...parts()].filter(([, n]) => n > 0).map(([externalLineId, quantity]) => ({ externalLineId, quantity }));
  const several = () => numbersOf(guesses()).length > 1;

  createEffect(on(number, () => setProblem(null)));
  const carrier = () => chosen() || guesses()[0]?.carrier || "";
  const add = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/api/orders/:id/shipments", {
        param: { id: props.page.order.id },
        json: {
          number: number().trim(),
          ...(carrier() ? { carrier: carrier() } : {}),
          ...(partly() ? { lines: chosenLines() } : {}),
          notifyCustomer: notify(),
        },
      });
      props.onDone();
    } catch (error) {
      setProblem(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label="Tracking number"
        name="number"
        mono
        autofocus
        value={number()}
        help={guessWords(guesses(), number().trim())}
        problem={problem()}
        onInput={setNumber}
      />
      <Show when={open().length === 0}>
        <NothingLeft channel={channelName(props.page.order.channel)} />
      </Show>
      <CarrierChoice carrier={carrier()} guesses={guesses()} onChoose={setChosen} />
      <Contents lines={open()} partly={partly()} onPartly={setPartly} parts={parts()} onParts={setParts} />
      <label class="mb-4 flex items-center gap-2">
        <input type="checkbox" checked={notify()} onChange={(event) => setNotify(event.currentTarget.checked)} />
        Let {channelName(props.page.order.channel)} tell the customer too
      </label>
      <Buttons
        busy={busy()}
        ready={!several() && number().trim().length >= 5 && !(partly() && chosenLines().length === 0)}
        onClose={props.onClose}
      />
    </form>
  );
}

function NothingLeft(props: { channel: string }): JSX.Element {
  return (
    <p class="mb-4 text-sm text-ink-2" data-nothing-left>
      Nothing of this order is left to ship, so {props.channel} may refuse the number. It is followed all the same.
    </p>
  );
}

function Buttons(props: { busy: boolean; ready: boolean; onClose: () => void }): JSX.Element {
  return (
    <div class="flex justify-end gap-2">
      <button type="button" class="btn" onClick={() => props.onClose()}>
        Cancel
      </button>
      <button type="submit" class="btn btn-main" disabled={props.busy || !props.ready}>
        {props.busy ? "Adding…" : "Add the shipment"}
      </button>
    </div>
  );
}

/** Which of the order's items are in the parcel, where it may be only some. */
function Contents(props: {
  lines: readonly Left[];
  partly: boolean;
  onPartly: (is: boolean) => void;
  parts: ReadonlyMap<string, number>;
  onParts: (parts: ReadonlyMap<string, number>) => void;
}): JSX.Element {
  return (
    <Show when={props.lines.length > 1 || (props.lines[0]?.left ?? 0) > 1}>
      <label class="mb-2 flex items-center gap-2">
        <input
          type="checkbox"
          checked={props.partly}
          onChange={(event) => props.onPartly(event.currentTarget.checked)}
        />
        Only some of the items are in this parcel
      </label>
      <Show when={props.partly}>
        <ul class="mb-4 rounded border border-line">
          <For each={props.lines}>
            {({ line, left }) => (
              <li class="flex items-center gap-3 px-3 py-2">
                <label class="min-w-0 flex-1 truncate" for={`part-${line.externalId}`}>
                  {line.title} <span class="text-ink-2">{line.variant}</span>
                </label>
                <input
                  id={`part-${line.externalId}`}
                  class="input wb-num !w-[72px] text-right"
                  type="number"
                  min={0}
                  max={left}
                  value={props.parts.get(line.externalId) ?? 0}
                  onInput={(event) =>
                    props.onParts(new Map(props.parts).set(line.externalId, event.currentTarget.valueAsNumber || 0))
                  }
                />
                <span class="wb-num text-sm text-ink-2">of {left}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Show>
  );
}
