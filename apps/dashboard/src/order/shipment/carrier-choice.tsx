import type { Guess } from "@waybill/domain/shipment/answers";
import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, on, onCleanup, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { carrierName, knownCarriers } from "../../parts/platform-names.ts";

const TYPING_MS = 250;

export function guessWords(guess: Guess | undefined, number: string): string {
  if (number.length < 5) return "Letters and digits as on the label; spaces do not matter.";
  if (!guess) return "No carrier we know uses such a number. Choose one below.";
  const check = guess.checkPassed === false ? ", but its check digit does not fit: look for a typing mistake" : "";
  const sure = guess.confidence >= 0.9 ? "This is" : guess.confidence >= 0.6 ? "Probably" : "Perhaps";
  return `${sure} ${carrierName(guess.carrier)}${guess.checkPassed ? ": the check digit fits" : check}.`;
}

/** The carriers that use such a number, asked when the typing pauses. */
export function createGuesses(number: () => string) {
  const [guesses, setGuesses] = createSignal<readonly Guess[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  createEffect(
    on(number, (typed) => {
      clearTimeout(timer);
      const mine = ++asked;
      if (typed.trim().length < 5) return setGuesses([]);
      timer = setTimeout(async () => {
        const found = await api.get("/api/shipments/detect", { query: { number: typed.trim() } }).catch(() => []);
        if (mine === asked) setGuesses(found);
      }, TYPING_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));

  return guesses;
}

/** The carrier of the number: guessed, and to be changed. */
export function CarrierChoice(props: {
  carrier: string;
  guesses: readonly Guess[];
  onChoose: (carrier: string) => void;
}): JSX.Element {
  const carrierId = createUniqueId();
  const options = createMemo(() => [...new Set([...props.guesses.map((g) => g.carrier), ...knownCarriers()])]);
  return (
    <>
      <label class="label" for={carrierId}>
        Carrier
      </label>
      <select
        id={carrierId}
        class="input mb-4"
        value={props.carrier}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        <Show when={!props.carrier}>
          <option value="">Choose the carrier</option>
        </Show>
        <For each={options()}>
          {(id) => (
            <option value={id} selected={id === props.carrier}>
              {carrierName(id)}
              {id === props.guesses[0]?.carrier ? " (guessed from the number)" : ""}
            </option>
          )}
        </For>
      </select>
    </>
  );
}
