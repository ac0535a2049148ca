import { type ScanMeaning, scanMeanings } from "@waybill/domain/shipment/meanings";

const isMeaning = (text: string): text is ScanMeaning => (scanMeanings as readonly string[]).includes(text);

/**
 * Reads a table of what codes say, written as lines of `meaning: CODE CODE …`. An unknown meaning or a code listed twice is a
 * mistake of ours and throws when the module loads.
 *
 * @example meaningTable("departed_facility: DP LO").get("LO") // "departed_facility"
 */
export function meaningTable(text: string): ReadonlyMap<string, ScanMeaning> {
  const table = new Map<string, ScanMeaning>();
  for (const line of text.split("\n")) {
    const [meaning = "", codes] = line.split(":").map((part) => part.trim());
    if (!codes) continue;
    if (!isMeaning(meaning)) throw new Error(`There is no meaning ${meaning}.`);
    for (const code of codes.split(/\s+/)) {
      if (table.has(code)) throw new Error(`The code ${code} is listed twice.`);
      table.set(code, meaning);
    }
  }
  return table;
}
