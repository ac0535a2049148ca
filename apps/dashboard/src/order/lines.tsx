import type { OrderLine } from "@waybill/domain/order/answers";
import { unknownTotalWords } from "@waybill/domain/said/order-words";
import { isUnread, paymentWord } from "@waybill/domain/said/seller-words";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { BuyerMoney, MoneyText } from "@waybill/ui/money";
import { amountWords } from "@waybill/ui/money-words";
import { For, type JSX, Show } from "solid-js";
import { GapNotes, gapsAt } from "./gap-note.tsx";
import { DECIMAL, factWords, times } from "./line-facts.ts";

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

/** What was bought and what it is worth. */
export function Lines(props: { page: OrderPage }): JSX.Element {
  const currency = () => props.page.order.currency;
  const sums = () => {
    const d = props.page.detail;
    const rows: [string, number | null][] = [
      ["Subtotal", d?.subtotal ?? null],
      ["Discount", d?.discount ? -d.discount : null],
      ["Shipping", d?.shipping ?? null],
      ["Tax", d?.tax ?? null],
    ];
    return rows.filter(([, minor]) => minor !== null);
  };
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
            <For each={props.page.lines}>
              {(line) => (
                <tr classList={{ "text-ink-2": line.quantity === 0 }}>
                  <td>
                    <span class="font-medium">{line.title}</span>
                    <Show when={line.variant}>{(variant) => <span class="text-ink-2"> · {variant()}</span>}</Show>
                    <span class="block text-sm text-ink-2">
                      <Show when={line.sku}>{(sku) => <span class="wb-mono mr-3">{sku()}</span>}</Show>
                      {factWords(line, props.page)}
                    </span>
                  </td>
                  <td class="wb-mono">{line.quantity}</td>
                  <td>
                    <Price line={line} currency={currency()} />
                  </td>
                  <td>
                    <Sum line={line} currency={currency()} />
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
      <GapNotes page={props.page} at="lines" class="px-4 pt-3" />
      <dl class="px-4 py-3">
        <For each={sums()}>
          {([word, minor]) => (
            <div class="flex justify-between py-0.5 text-ink-2">
              <dt>{word}</dt>
              <dd>
                <MoneyText minor={minor} currency={currency()} />
              </dd>
            </div>
          )}
        </For>
        <div class="mt-1 flex justify-between border-t border-line pt-2 font-semibold">
          <dt>
            Total{" "}
            <Show when={!isUnread(props.page.order)}>
              <span class="font-normal text-ink-2">· {paymentWord(props.page.order).toLowerCase()}</span>
            </Show>
          </dt>
          <dd class="text-right">
            <MoneyText minor={props.page.order.totalMinor} currency={currency()} />
            <Show when={props.page.order.totalMinor === null}>
              <span class="block text-sm font-normal text-ink-2">
                {unknownTotalWords({
                  ...props.page.order,
                  missing: gapsAt(props.page, "money").map((gap) => gap.field),
                })}
              </span>
            </Show>
          </dd>
        </div>
        <Show when={props.page.order.buyerCurrency}>
          {(buyer) => (
            <div class="mt-1 flex justify-between text-ink-2" data-buyer-total>
              <dt>Paid by the buyer</dt>
              <dd>
                <BuyerMoney minor={props.page.order.buyerTotalMinor} currency={buyer()} />
              </dd>
            </div>
          )}
        </Show>
        <Show when={props.page.detail?.refunded}>
          {(refunded) => (
            <div class="mt-1 flex justify-between text-ink-2">
              <dt>Refunded</dt>
              <dd>
                <MoneyText minor={-refunded()} currency={currency()} />
              </dd>
            </div>
          )}
        </Show>
      </dl>
      <GapNotes page={props.page} at="money" class="px-4 pb-3" />
    </section>
  );
}
