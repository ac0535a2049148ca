import type { Detected, Guess } from "@waybill/domain/shipment/answers";
import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, on, onCleanup, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { carrierName, knownCarriers } from "../../parts/platform-names.ts";

const TYPING_MS = 250;

/** The numbers in what was typed: several become several parcels. */
export const numbersOf = (guesses: readonly Detected[]) => [...new Set(guesses.map((guess) => guess.number))];

const bare = (text: string) => text.toUpperCase().replace(/[^0-9A-Z]/g, "");

/**
 * What is known of a typed, pasted or scanned number: whose it is, whether it can be right, and what was read out of a barcode.
 *
 * @example guessWords([{ carrier: "ups", number: "1Z999AA10123456784", checkPassed: true, … }], "1Z999AA10123456784")
 */
export function guessWords(guesses: readonly Detected[], typed: string): string {
  if (typed.length < 5) return "Letters and digits as on the label, or scan its barcode; spaces do not matter.";
  const [guess] = guesses;
  if (!guess) return "No carrier we know uses such a number. Choose one below.";
  const several = numbersOf(guesses);
  if (several.length > 1)
    return `These are ${several.length} numbers: ${several.join(", ")}. Add each parcel by itself.`;
  const check = guess.checkPassed === false ? ", but its check digit does not fit: look for a typing mistake" : "";
  const sure = guess.confidence >= 0.9 ? "This is" : guess.confidence >= 0.6 ? "Probably" : "Perhaps";
  const whose = `${sure} ${carrierName(guess.carrier)}${guess.checkPassed ? ": the check digit fits" : check}.`;
  return guess.number === bare(typed) ? whose : `${whose} Read as ${guess.number}.`;
}

/** The carriers that use such a number, asked when the typing pauses. */
export function createGuesses(number: () => string) {
  const [guesses, setGuesses] = createSignal<readonly Detected[]>([]);
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
