import { MoneyText } from "@waybill/ui/money";
import { For, type JSX, Show } from "solid-js";
import type { OrderLine, OrderPage } from "../api/types.ts";

/** "2 shipped of 3", "1 cancelled": what became of a line's units. */
function lineWords(line: OrderLine): string {
  const shipped = line.quantity - line.unfulfilled;
  const parts = [
    line.requiresShipping ? (shipped > 0 ? `${shipped} of ${line.quantity} shipped` : "to ship") : "nothing to ship",
    line.cancelled > 0 ? `${line.cancelled} cancelled` : "",
    line.refunded > 0 ? `${line.refunded} refunded` : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What was bought and what it is worth. */
export function Lines(props: { page: OrderPage }): JSX.Element {
  const currency = () => props.page.order.currency;
  const sums = () => {
    const d = props.page.detail;
    const rows: [string, number | null][] = [
      ["Goods", d?.subtotal ?? null],
      ["Discount", d?.discount ? -d.discount : null],
      ["Shipping", d?.shipping ?? null],
      ["Tax", d?.tax ?? null],
      ["Refunded", d?.refunded ? -d.refunded : null],
    ];
    return rows.filter(([, minor]) => minor !== null);
  };
  return (
    <section class="card" aria-label="What was bought">
      <ul class="divide-y divide-line">
        <For
          each={props.page.lines}
          fallback={<li class="px-4 py-6 text-ink-2">The channel has not told the lines yet.</li>}
        >
          {(line) => (
            <li class="grid grid-cols-[1fr_auto_auto] items-baseline gap-x-4 px-4 py-3">
              <span class="min-w-0">
                <span class="font-medium">{line.title}</span>
                <Show when={line.variant}>{(variant) => <span class="text-ink-2"> · {variant()}</span>}</Show>
                <span class="block text-sm text-ink-2">
                  <Show when={line.sku}>{(sku) => <span class="wb-mono mr-3">{sku()}</span>}</Show>
                  {lineWords(line)}
                </span>
              </span>
              <span class="wb-num text-ink-2">
                {line.quantity} × <MoneyText minor={line.priceMinor} currency={currency()} />
              </span>
              <MoneyText
                class="min-w-[88px] text-right"
                minor={line.priceMinor * line.quantity}
                currency={currency()}
              />
            </li>
          )}
        </For>
      </ul>
      <dl class="border-t border-line px-4 py-3">
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
        <div class="mt-1 flex justify-between font-semibold">
          <dt>
            Total <span class="font-normal text-ink-2">· {props.page.order.payment.replaceAll("_", " ")}</span>
          </dt>
          <dd>
            <MoneyText minor={props.page.order.totalMinor} currency={currency()} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
