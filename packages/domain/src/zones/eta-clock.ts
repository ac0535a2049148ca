import type { EtaClock } from "./answers.ts";
import { destinationZone } from "./destination.ts";
import { offsetAt } from "./offsets.ts";
import { zoneNamed } from "./rules.ts";
import { instantIn } from "./wall-clock.ts";
import { offsetWords, zoneCity, zoneWords } from "./words.ts";

const ENGLISH = { place: "{place} time", local: "local time" };

/**
 * Whose clock a parcel's expected hours are by; null: nobody knows.
 *
 * @param input.scans oldest first
 * @example etaClock({ country: "US", region: "NY", scans: [], eta, now }) // { timeZone: "America/New_York", offset: -300, words: "New York time" }
 */
export function etaClock(
  input: Parameters<typeof destinationZone>[0] & {
    eta: { date: string; from: string | null; to: string | null } | null;
    now: number;
  },
): EtaClock | null {
  const { eta, now } = input;
  const name = destinationZone(input);
  if (name === null) return null;
  const zone = zoneNamed(name);
  const at = eta && instantIn(`${eta.date}T${eta.from ?? eta.to ?? "12:00"}:00`, zone);
  const offset = offsetAt(at ?? now, zone);
  const city = zoneCity(name);
  return { timeZone: name, offset, words: city === null ? offsetWords(offset) : zoneWords(ENGLISH, city) };
}
