import { Combobox } from "@kobalte/core/combobox";
import { useClock } from "@waybill/ui/clock";
import { Icon } from "@waybill/ui/icon";
import { type Accessor, createMemo, createSignal, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { say } from "../parts/toast.tsx";
import { clockIn, fits, type Zone, zoneAt, zonesAt } from "./time-zones.ts";

const unread = (name: string) => zoneAt({ name, offset: 0 }, Date.now());

/** The zones that the server knows, by its own rules: a browser's may be older. None until they are read. */
function createZones(): Accessor<Zone[]> {
  const [zones, setZones] = createSignal<Zone[]>([]);
  void api
    .get("/api/time-zones")
    .then((list) => setZones(zonesAt(list.zones, Date.now())))
    .catch((error: unknown) => say({ tone: "failed", text: failureWords(error) }));
  return zones;
}

/** A time zone, found by typing a city; what the clock shows there is said beside it. */
export function TimeZoneField(props: {
  value: string;
  problem: string | null;
  onChange: (zone: string) => void;
}): JSX.Element {
  const now = useClock();
  const zones = createZones();
  const chosen = createMemo(() => zones().find((zone) => zone.id === props.value) ?? unread(props.value));
  return (
    <div class="mb-4">
      <Combobox<Zone>
        options={zones()}
        optionValue="id"
        optionTextValue="text"
        optionLabel="city"
        defaultFilter={fits}
        value={chosen()}
        onChange={(zone) => zone && props.onChange(zone.id)}
        placeholder="Type a city"
        validationState={props.problem ? "invalid" : "valid"}
        itemComponent={(item) => (
          <Combobox.Item item={item.item} class="menu-item">
            <Combobox.ItemLabel>{item.item.rawValue.city}</Combobox.ItemLabel>
            <span class="text-ink-2">{item.item.rawValue.area}</span>
            <span class="wb-mono ml-auto text-ink-2">{item.item.rawValue.now}</span>
          </Combobox.Item>
        )}
      >
        <Combobox.Label class="label">Time zone</Combobox.Label>
        <Combobox.Control class="set-combo">
          <Combobox.Input class="input" />
          <Combobox.Trigger class="set-combo-open tap" aria-label="Show all time zones">
            <Icon name="down" />
          </Combobox.Trigger>
        </Combobox.Control>
        <Combobox.Description class="mt-1 text-sm text-ink-2">
          <Show when={zones().length > 0}>
            It is <span class="wb-mono text-ink">{clockIn(chosen().offset, now())}</span> there now
          </Show>
          <Show when={chosen().area}> ({chosen().id})</Show>. Days on your charts and in exports begin at midnight
          there.
        </Combobox.Description>
        <Show when={props.problem}>
          <p class="mt-1 text-sm text-failed">{props.problem}</p>
        </Show>
        <Combobox.Portal mount={document.getElementById("main") ?? undefined}>
          <Combobox.Content class="menu !relative">
            <Combobox.Listbox class="set-listbox" />
          </Combobox.Content>
        </Combobox.Portal>
      </Combobox>
    </div>
  );
}
