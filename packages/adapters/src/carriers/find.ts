import { isNamelessCarrier, nameFromId } from "@waybill/domain/shipment/carrier";
import { slug } from "../kit/slug.ts";
import type { CarrierDefinition } from "../ports/carrier.ts";
import { type KnownCarrier, known } from "./known.ts";

/** The carriers that have an adapter, as the registry holds them: they are described by their definitions, all others by `known`. */
export type Carriers = Readonly<
  Record<string, Pick<CarrierDefinition, "id" | "name" | "aliases" | "covers" | "trackingUrl">>
>;

const withoutFolder: Readonly<Record<string, KnownCarrier>> = known;

function aliasesOf(id: string, { name, aliases = [] }: { name: string; aliases?: readonly string[] }) {
  return [id, name, ...aliases].map((one): [string, string] => [slug(one), id]);
}
const knownAliases: ReadonlyMap<string, string> = new Map(
  Object.entries(withoutFolder).flatMap(([id, carrier]) => aliasesOf(id, carrier)),
);
/** A definition's own aliases never change: they are cut to slugs once. */
const cut = new WeakMap<object, ReadonlyMap<string, string>>();

function definedAliases(carrier: { id: string; name: string; aliases: readonly string[] }) {
  const made = cut.get(carrier) ?? new Map(aliasesOf(carrier.id, carrier));
  cut.set(carrier, made);
  return made;
}

/**
 * Our id of a carrier however it is written, or null when we have none for it.
 *
 * @example carrierIdOf(Object.values(carriers), "Federal Express") // "fedex"
 * @example carrierIdOf([], "royal_mail") // "royal-mail"
 */
export function carrierIdOf(
  carriers: readonly { id: string; name: string; aliases: readonly string[] }[],
  written: string,
): string | null {
  const wanted = slug(written);
  for (const carrier of carriers) if (definedAliases(carrier).has(wanted)) return carrier.id;
  return knownAliases.get(wanted) ?? null;
}

/** Every shape of its numbers is known. */
export const hasAllShapes = (id: string): boolean =>
  Object.hasOwn(withoutFolder, id) && withoutFolder[id]?.isComplete === true;

/** What we know of a carrier by any spelling of its id: rows may hold an older one. */
function find(carriers: Carriers, id: string) {
  const own = Object.hasOwn(carriers, id) ? id : (carrierIdOf(Object.values(carriers), id) ?? id);
  const defined = Object.hasOwn(carriers, own) ? carriers[own] : undefined;
  if (defined) return defined;
  const { name, page } = Object.hasOwn(withoutFolder, own) ? (withoutFolder[own] as KnownCarrier) : {};
  if (name === undefined) return null;
  return { name, trackingUrl: (number: string) => (page ? page + encodeURIComponent(number) : null) };
}

/** A carrier's name for people, from its id; one that we do not know is named by its id. */
export const carrierName = (carriers: Carriers, id: string): string => find(carriers, id)?.name ?? nameFromId(id);

/** The same for a customer's sentences, which have a word of their own for "nobody knows which": then "". */
export const customerCarrier = (carriers: Carriers, id: string): string =>
  isNamelessCarrier(id) ? "" : carrierName(carriers, id);

/** The carrier's own page about a parcel; null when it has none that we know. */
export const carrierPage = (carriers: Carriers, input: { carrier: string; number: string }): string | null =>
  find(carriers, input.carrier)?.trackingUrl(input.number) ?? null;

/** Every carrier that we can name, by id, with whether it moves parcels itself: an aggregator only tells of them. */
export function carrierList(carriers: Carriers): { id: string; name: string; moves: boolean }[] {
  const defined = Object.values(carriers).map(({ id, name, covers }) => ({ id, name, moves: !covers.includes("*") }));
  const others = Object.entries(withoutFolder)
    .filter(([id]) => !Object.hasOwn(carriers, id))
    .map(([id, { name }]) => ({ id, name, moves: true }));
  return [...defined, ...others];
}
