import type { OrderLine } from "@waybill/domain/order/answers";
import { paymentWord } from "@waybill/domain/said/seller-words";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { MoneyText } from "@waybill/ui/money";
import { For, type JSX, Show } from "solid-js";
import { type LineFacts, lineFacts } from "./line-facts.ts";

/** "1 to ship · 2 delivered": only what is not nothing. */
function factWords(line: OrderLine, facts: LineFacts): string {
  if (!line.requiresShipping) return "nothing to ship";
  const moving = facts.shipped - facts.delivered;
  return [
    facts.left > 0 ? `${facts.left} to ship` : "",
    moving > 0 ? `${moving} shipped` : "",
    facts.delivered > 0 ? `${facts.delivered} delivered` : "",
    facts.cancelled > 0 ? `${facts.cancelled} cancelled` : "",
    facts.refunded > 0 ? `${facts.refunded} refunded` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

const sumOf = (line: OrderPage["lines"][number]) => (line.priceMinor === null ? null : line.priceMinor * line.quantity);

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
        fallback={<p class="px-4 py-6 text-ink-2">The channel has not told the lines yet.</p>}
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
                <tr>
                  <td>
                    <span class="font-medium">{line.title}</span>
                    <Show when={line.variant}>{(variant) => <span class="text-ink-2"> · {variant()}</span>}</Show>
                    <span class="block text-sm text-ink-2">
                      <Show when={line.sku}>{(sku) => <span class="wb-mono mr-3">{sku()}</span>}</Show>
                      {factWords(line, lineFacts(line, props.page.shipments))}
                    </span>
                  </td>
                  <td class="wb-mono">{line.quantity}</td>
                  <td>
                    <MoneyText minor={line.priceMinor} currency={currency()} class="text-ink-2" />
                  </td>
                  <td>
                    <MoneyText minor={sumOf(line)} currency={currency()} />
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
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
            Total <span class="font-normal text-ink-2">· {paymentWord(props.page.order).toLowerCase()}</span>
          </dt>
          <dd>
            <MoneyText minor={props.page.order.totalMinor} currency={currency()} />
          </dd>
        </div>
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
    </section>
  );
}
