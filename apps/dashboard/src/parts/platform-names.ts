import type { PlatformNames } from "@waybill/domain/connection/answers";
import { nameFromId } from "@waybill/domain/shipment/carrier";

type Kind = keyof PlatformNames;
let choices: readonly string[] = [];
const known: Record<Kind, Map<string, string>> = { carriers: new Map(), channels: new Map(), senders: new Map() };

/** Told once with the session, before any screen is drawn: which platforms there are is the server's to say, not this build's. */
export function learnNames(names: PlatformNames): void {
  for (const kind of Object.keys(known) as Kind[]) {
    known[kind] = new Map(names[kind].map(({ id, name }) => [id, name]));
  }
  const movers = names.carriers.filter(({ moves }) => moves).sort((a, b) => a.name.localeCompare(b.name));
  choices = movers.map(({ id }) => id);
}

const nameOf = (kind: Kind) => (id: string) => known[kind].get(id) ?? nameFromId(id);

/** A carrier's name as it is written; an unknown one by its id. */
export const carrierName = nameOf("carriers");

/** A sales channel's name as its owner writes it. */
export const channelName = nameOf("channels");

/** A connected platform's name, by its kind. */
export const platformName = (kind: "carrier" | "channel" | "sender", id: string) => nameOf(`${kind}s`)(id);

/** The carriers a seller may choose from when the number alone does not tell. */
export const knownCarriers = (): readonly string[] => choices;
