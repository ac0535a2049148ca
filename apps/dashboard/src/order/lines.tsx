import type { OrderLine } from "@waybill/domain/order/answers";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { MoneyText } from "@waybill/ui/money";
import { amountWords } from "@waybill/ui/money-words";
import { For, type JSX, Show } from "solid-js";
import { GapNotes, gapsAt } from "./gap-note.tsx";
import { DECIMAL, factWords, times } from "./line-facts.ts";
import { Totals } from "./totals.tsx";

/** A unit's price: minor units, or the channel's own text where it is finer than the currency. */
function Price(props: { line: OrderLine; currency: string | null }): JSX.Element {
  const fine = () => {
    const { priceMinor, priceText } = props.line;
    return priceMinor === null && priceText !== null ? priceText : null;
  };
  const words = (text: string) => (props.currency && DECIMAL.test(text) ? amountWords(text, props.currency) : text);
  return (
    <Show
      when={fine()}
      fallback={<MoneyText minor={props.line.priceMinor} currency={props.currency} class="text-ink-2" />}
    >
      {(text) => (
        <span class="wb-mono wb-num text-ink-2" title="Finer than the currency: as the shop wrote it">
          {words(text())}
        </span>
      )}
    </Show>
  );
}

/** What a line costs: exact, also where its unit price is finer than the currency. */
function Sum(props: { line: OrderLine; currency: string | null }): JSX.Element {
  const minor = () => (props.line.priceMinor === null ? null : props.line.priceMinor * props.line.quantity);
  const fine = () => {
    const { priceMinor, priceText, quantity } = props.line;
    if (priceMinor !== null || priceText === null || props.currency === null || !DECIMAL.test(priceText)) return null;
    return amountWords(times(priceText, quantity), props.currency);
  };
  return (
    <Show when={fine()} fallback={<MoneyText minor={minor()} currency={props.currency} />}>
      {(words) => <span class="wb-mono wb-num">{words()}</span>}
    </Show>
  );
}

/** What one line is, how many of it, and where they are. */
function LineRow(props: { line: OrderLine; page: OrderPage }): JSX.Element {
  const currency = () => props.page.order.currency;
  return (
    <tr classList={{ "text-ink-2": props.line.quantity === 0 }}>
      <td>
        <span class="font-medium">{props.line.title}</span>
        <Show when={props.line.variant}>{(variant) => <span class="text-ink-2"> · {variant()}</span>}</Show>
        <span class="block text-sm text-ink-2">
          <Show when={props.line.sku}>{(sku) => <span class="wb-mono mr-3">{sku()}</span>}</Show>
          {factWords(props.line, props.page)}
        </span>
      </td>
      <td class="wb-mono">{props.line.quantity}</td>
      <td>
        <Price line={props.line} currency={currency()} />
      </td>
      <td>
        <Sum line={props.line} currency={currency()} />
      </td>
    </tr>
  );
}

/** What was bought and what it is worth. */
export function Lines(props: { page: OrderPage }): JSX.Element {
  return (
    <section class="card" aria-label="What was bought">
      <Show
        when={props.page.lines.length > 0}
        fallback={
          <Show when={gapsAt(props.page, "lines").length === 0}>
            <p class="px-4 py-6 text-ink-2">The channel has not told the lines yet.</p>
          </Show>
        }
      >
        <table class="line-table">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Qty</th>
              <th scope="col">Price</th>
              <th scope="col">Sum</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.page.lines}>{(line) => <LineRow line={line} page={props.page} />}</For>
          </tbody>
        </table>
      </Show>
      <GapNotes page={props.page} at="lines" class="px-4 pt-3" />
      <Totals page={props.page} />
      <GapNotes page={props.page} at="money" class="px-4 pb-3" />
    </section>
  );
}
