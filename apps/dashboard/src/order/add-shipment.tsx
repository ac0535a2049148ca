import type { OrderLine, OrderSummary } from "@waybill/domain/order/answers";
import type { Guess } from "@waybill/domain/shipment/answers";
import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, on, onCleanup, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { carrierName, channelName, knownCarriers } from "../parts/platform-names.ts";

const TYPING_MS = 250;

function guessWords(guess: Guess | undefined, number: string): string {
  if (number.length < 5) return "Letters and digits as on the label; spaces do not matter.";
  if (!guess) return "No carrier we know uses such a number. Choose one below.";
  const check = guess.checkPassed === false ? ", but its check digit does not fit: look for a typing mistake" : "";
  const sure = guess.confidence >= 0.9 ? "This is" : guess.confidence >= 0.6 ? "Probably" : "Perhaps";
  return `${sure} ${carrierName(guess.carrier)}${guess.checkPassed ? ": the check digit fits" : check}.`;
}

type Props = {
  open: boolean;
  order: OrderSummary;
  lines: readonly OrderLine[];
  onClose: () => void;
  onDone: () => void;
};

/** A tracking number handed in by the seller: its carrier is guessed and can be changed; the channel is told. */
export function AddShipment(props: Props): JSX.Element {
  return (
    <Dialog open={props.open} title={`Add a shipment to ${props.order.number}`} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  );
}

function Form(props: Props): JSX.Element {
  const [number, setNumber] = createSignal("");
  const [guesses, setGuesses] = createSignal<readonly Guess[]>([]);
  const [chosen, setChosen] = createSignal("");
  const [parts, setParts] = createSignal<ReadonlyMap<string, number>>(new Map());
  const [partly, setPartly] = createSignal(false);
  const [notify, setNotify] = createSignal(true);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const carrierId = createUniqueId();
  const open = () => props.lines.filter((line) => line.requiresShipping && line.unfulfilled > 0);

  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  createEffect(
    on(number, (typed) => {
      clearTimeout(timer);
      setProblem(null);
      const mine = ++asked;
      if (typed.trim().length < 5) return setGuesses([]);
      timer = setTimeout(async () => {
        const found = await api.get("/api/shipments/detect", { query: { number: typed.trim() } }).catch(() => []);
        if (mine === asked) setGuesses(found);
      }, TYPING_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));

  const options = createMemo(() => [...new Set([...guesses().map((g) => g.carrier), ...knownCarriers()])]);
  const carrier = () => chosen() || guesses()[0]?.carrier || "";
  const add = async () => {
    setBusy(true);
    setProblem(null);
    const lines = [...parts()]
      .filter(([, n]) => n > 0)
      .map(([externalLineId, quantity]) => ({ externalLineId, quantity }));
    try {
      const json = {
        number: number().trim(),
        ...(carrier() ? { carrier: carrier() } : {}),
        ...(partly() && lines.length > 0 ? { lines } : {}),
        notifyCustomer: notify(),
      };
      await api.post("/api/orders/:id/shipments", { param: { id: props.order.id }, json });
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
        help={guessWords(guesses()[0], number().trim())}
        problem={problem()}
        onInput={setNumber}
      />
      <label class="label" for={carrierId}>
        Carrier
      </label>
      <select
        id={carrierId}
        class="input mb-4"
        value={carrier()}
        onChange={(event) => setChosen(event.currentTarget.value)}
      >
        <Show when={!carrier()}>
          <option value="">Choose the carrier</option>
        </Show>
        <For each={options()}>
          {(id) => (
            <option value={id} selected={id === carrier()}>
              {carrierName(id)}
              {id === guesses()[0]?.carrier ? " (guessed from the number)" : ""}
            </option>
          )}
        </For>
      </select>
      <Show when={open().length > 1 || (open()[0]?.unfulfilled ?? 0) > 1}>
        <label class="mb-2 flex items-center gap-2">
          <input type="checkbox" checked={partly()} onChange={(event) => setPartly(event.currentTarget.checked)} />
          Only some of the items are in this parcel
        </label>
        <Show when={partly()}>
          <ul class="mb-4 rounded border border-line">
            <For each={open()}>
              {(line) => (
                <li class="flex items-center gap-3 px-3 py-2">
                  <label class="min-w-0 flex-1 truncate" for={`part-${line.externalId}`}>
                    {line.title} <span class="text-ink-2">{line.variant}</span>
                  </label>
                  <input
                    id={`part-${line.externalId}`}
                    class="input wb-num !w-[72px] text-right"
                    type="number"
                    min={0}
                    max={line.unfulfilled}
                    value={parts().get(line.externalId) ?? 0}
                    onInput={(event) =>
                      setParts((all) => new Map(all).set(line.externalId, event.currentTarget.valueAsNumber || 0))
                    }
                  />
                  <span class="wb-num text-sm text-ink-2">of {line.unfulfilled}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Show>
      <label class="mb-4 flex items-center gap-2">
        <input type="checkbox" checked={notify()} onChange={(event) => setNotify(event.currentTarget.checked)} />
        Let {channelName(props.order.channel)} tell the customer too
      </label>
      <div class="flex justify-end gap-2">
        <button type="button" class="btn" onClick={() => props.onClose()}>
          Cancel
        </button>
        <button type="submit" class="btn btn-main" disabled={busy() || number().trim().length < 5}>
          {busy() ? "Adding…" : "Add the shipment"}
        </button>
      </div>
    </form>
  );
}
