import type { JSX } from "solid-js";
import { moneyWords } from "./money-words.ts";

/** An amount with its currency, in tabular figures. `null`: not known yet. */
export function MoneyText(props: { minor: number | null; currency: string | null; class?: string }): JSX.Element {
  return <span class={`wb-mono wb-num ${props.class ?? ""}`}>{moneyWords(props.minor, props.currency)}</span>;
}
