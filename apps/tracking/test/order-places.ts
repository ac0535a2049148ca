import type { OrderPage } from "@waybill/domain/screens/answers";
import { textOf } from "./said-places.ts";

// What the seller's and the customer's documents say of an order, read out of their HTML by a parser that is not ours.

/** A row of CSV, with quoted cells. */
export const cells = (row: string): string[] =>
  [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? "");

/** The text of each element that a selector finds, read by a parser that is not ours. */
export function pick(html: string, selector: string): string[] {
  const found: string[] = [];
  new HTMLRewriter()
    .on(selector, {
      element: () => void found.push(""),
      text: (chunk) => void found.push(`${found.pop() ?? ""}${chunk.text}`),
    })
    .transform(html);
  return found.map((text) => textOf(text).trim());
}

function attributes(html: string, name: string): string[] {
  const found: string[] = [];
  new HTMLRewriter()
    .on(`[${name}]`, { element: (element) => void found.push(element.getAttribute(name) ?? "") })
    .transform(html);
  return found;
}

/** The step that is marked, without what is said of it to the ear only. */
export const stepIn = (html: string, within = ""): string | null =>
  pick(html, `${within} [aria-current="step"]`)[0]?.replace(/ \(.*\)$/, "") ?? null;

/** What a row of the list says, read out of its HTML. */
export function listFacts(html: string) {
  return {
    word: pick(html, ".c-state .wb-badge > span")[0] ?? "",
    detail: pick(html, ".c-state > .truncate")[0] ?? null,
    marks: pick(html, ".c-state .wb-mark"),
    items: pick(html, ".c-items")[0] ?? "",
    customer: pick(html, ".c-customer > .truncate")[0] ?? "",
    noMail: pick(html, ".c-no-mail")[0] ?? null,
    text: textOf(html),
  };
}

/** What the panel says, read out of its HTML. */
export function panelFacts(html: string, { shipments }: OrderPage) {
  const fact = (id: string) => pick(html, `[data-fact="${id}"] dd`)[0] ?? null;
  const card = (id: string) => `[data-shipment="${id}"]`;
  return {
    word: pick(html, "header .wb-boxed > span")[0] ?? "",
    marks: pick(html, "header .wb-mark"),
    sync: attributes(html, "data-sync")[0],
    banners: attributes(html, "data-notice"),
    payment: fact("payment"),
    left: fact("left"),
    parcels: fact("parcels"),
    cards: shipments.map((one) => ({
      word: pick(html, `${card(one.id)} .wb-badge[data-status] > span`)[0] ?? "",
      step: stepIn(html, card(one.id)),
      left: pick(html, `${card(one.id)} [data-left]`)[0] ?? null,
    })),
    /** What stands where a parcel would. */
    none: pick(html, ".order-parcels > section:not([data-shipment]) p")[0] ?? null,
    wrote: pick(html, "[data-shop-wrote] .wb-mono"),
    mails: attributes(html, "data-trigger"),
    text: textOf(html),
  };
}
