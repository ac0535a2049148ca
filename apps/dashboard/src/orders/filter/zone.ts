import { type Accessor, createSignal } from "solid-js";
import { api } from "../../api/api.ts";

const own = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const [zone, setZone] = createSignal(own());
let asked = false;

/** The organisation's time zone: whose days the filters mean. The reader's own until it is read, and where it cannot be. */
export function useZone(): Accessor<string> {
  if (!asked) {
    asked = true;
    void api
      .get("/api/settings/general")
      .then((general) => setZone(general.timeZone))
      .catch(() => {
        asked = false;
      });
  }
  return zone;
}
