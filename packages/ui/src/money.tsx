import type { JSX } from "solid-js";
import { codedMoneyWords, moneyWords } from "./money-words.ts";

/** An amount with its currency, in tabular figures. `null`: not known yet. */
export function MoneyText(props: { minor: number | null; currency: string | null; class?: string }): JSX.Element {
  return <span class={`wb-mono wb-num ${props.class ?? ""}`}>{moneyWords(props.minor, props.currency)}</span>;
}

/** What a buyer paid, beside the shop's own amount. */
export function BuyerMoney(props: { minor: number | null; currency: string }): JSX.Element {
  return <span class="wb-mono wb-num">{codedMoneyWords(props.minor, props.currency)}</span>;
}
