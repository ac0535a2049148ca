import { messages } from "../languages/messages-all.ts";
import type { EmailPayload } from "./payload.ts";

/** What a seller may put into their own words, and what each stands for. */
export const placeholders = {
  order: "the order's number",
  name: "the customer's first name",
  carrier: "the carrier's name",
  shop: "your shop's name",
  number: "the tracking number",
  date: "the expected day",
} as const;

export const templateParts = ["subject", "headline", "intro"] as const;

export type TemplatePart = (typeof templateParts)[number];

const names = Object.keys(placeholders);
const listed = names.map((name) => `{${name}}`).join(", ");

/**
 * What is wrong with a seller's words, in words; null when nothing is.
 *
 * @example templateProblem("Order {ordr} is on its way")
 * // "{ordr} is not a placeholder. These are: {order}, {name}, …"
 */
export function templateProblem(text: string): string | null {
  const wrong = [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map((m) => m[1] ?? ""))].filter(
    (name) => !names.includes(name),
  );
  if (wrong.length > 0) {
    const which = wrong.map((name) => `{${name}}`).join(", ");
    return `${which} ${wrong.length > 1 ? "are not placeholders" : "is not a placeholder"}. These are: ${listed}.`;
  }
  const rest = text.replace(/\{\w+\}/g, "");
  return /[{}]/.test(rest) ? "A brace { or } stands alone. Placeholders look like {order}." : null;
}

/** One line of plain text: control characters and direction overrides would let a name rewrite what stands around it. */
export function clean(text: string, longest = 200): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u200b\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .trim();
  const points = [...line];
  return points.length > longest ? `${points.slice(0, longest - 1).join("")}…` : line;
}

/** A function as replacement: "$&" in a customer's words must stay what it is. */
export const fill = (template: string, values: Record<string, string>) =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );

/**
 * A seller's own words with their placeholders filled; null when they wrote none, or when they speak of a day and none is
 * known: then Waybill's words are the right ones.
 */
export function ownWords(payload: EmailPayload, part: TemplatePart): string | null {
  const template = payload.words?.[part];
  if (!template) return null;
  const { order, parcel, seller, eta, locale, customer } = payload;
  if (template.includes("{date}") && !eta) return null;
  const name = clean(customer ?? "", 80).split(" ")[0] ?? "";
  // "Hi {name}," to somebody without a name is "Hi,".
  const said = name ? template : template.replace(/[ ,]*\{name\}/g, "");
  const { email, longDate } = messages(locale);
  const number = clean(parcel.number, 60);
  const values = {
    order: clean(order?.number ?? "", 60) || number,
    name,
    carrier: clean(parcel.carrier, 60),
    shop: clean(seller.name ?? "", 80) || email.unknownSeller,
    number,
    date: eta ? longDate(eta.date) : "",
  };
  const lines = said.split(/\r?\n/).map((line) => clean(fill(line, values), 1_000));
  const text = part === "intro" ? lines.join("\n").trim() : lines.join(" ").trim();
  return text ? text.slice(0, 1).toUpperCase() + text.slice(1) : null;
}
