import { type ShipmentStatus, shipmentStatusSchema } from "@waybill/domain/status";

/** What a carrier's code says about the shipment. `status` null: recorded, but does not move it. */
export type Meaning = { status: ShipmentStatus | null; reason: string | null };

/**
 * Reads a code table written as lines of `status[/reason]: CODE CODE …`; `-` stands for "no status". The same line may be
 * repeated. A code listed twice or an unknown status is a mistake of ours and throws when the module loads.
 *
 * @example codeTable("delivered: DL\non_hold/customs: CD CP\n-/eta: AE AO").get("CD") // { status: "on_hold", reason: "customs" }
 */
export function codeTable(text: string): ReadonlyMap<string, Meaning> {
  const table = new Map<string, Meaning>();
  for (const line of text.split("\n")) {
    const [head, codes] = line.split(":");
    if (!head?.trim() || !codes) continue;
    const [status = "", reason] = head.trim().split("/");
    const meaning = { status: status === "-" ? null : shipmentStatusSchema.parse(status), reason: reason ?? null };
    for (const code of codes.trim().split(/\s+/)) {
      if (table.has(code)) throw new Error(`The code ${code} is listed twice.`);
      table.set(code, meaning);
    }
  }
  return table;
}

/** For a code that no table lists: shown as unknown, never guessed. */
export const unlisted: Meaning = { status: "unknown", reason: null };
