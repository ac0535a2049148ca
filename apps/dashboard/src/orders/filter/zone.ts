import type { Zone } from "@waybill/domain/zones/offsets";
import { readerOffsetAt } from "@waybill/ui/time-words";
import { type Accessor, createSignal } from "solid-js";
import { api } from "../../api/api.ts";
import { browserZone } from "../../parts/browser-zone.ts";

const own = (): Zone => ({ timeZone: browserZone(), timeZoneOffsets: [[0, readerOffsetAt(Date.now())]] });
const [zone, setZone] = createSignal<Zone>(own());
let asked = false;

/**
 * The organisation's time zone, by the server's rules: whose days the filters mean. The reader's own until it is read, and
 * where it cannot be.
 */
export function useZone(): Accessor<Zone> {
  if (!asked) {
    asked = true;
    void api
      .get("/api/settings/general")
      .then((general) => setZone(general))
      .catch(() => {
        asked = false;
      });
  }
  return zone;
}
