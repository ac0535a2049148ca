import { dayIn } from "@waybill/domain/zones/offsets";
import { useClock } from "@waybill/ui/clock";
import { Icon } from "@waybill/ui/icon";
import { For, type JSX } from "solid-js";
import { Popover } from "../../parts/popover.tsx";
import type { Chosen } from "./address.ts";
import { presetDays, presets } from "./days.ts";
import type { Change } from "./params.ts";
import { useZone } from "./zone.ts";

const format = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
const spoken = (day: string) => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : format.format(at);
};

/** The chosen days in words; empty when none are. @example "1 Nov 2026 – 20 Nov 2026" */
export function dateWords(chosen: Pick<Chosen, "date" | "from" | "to">): string {
  const preset = presets.find((one) => one.id === chosen.date);
  if (preset) return preset.word;
  if (chosen.from && chosen.to)
    return chosen.from === chosen.to ? spoken(chosen.from) : `${spoken(chosen.from)} – ${spoken(chosen.to)}`;
  if (chosen.from) return `since ${spoken(chosen.from)}`;
  return chosen.to ? `until ${spoken(chosen.to)}` : "";
}

/** When it was placed: presets that move with the day, or two days of one's own. */
export function DateFilter(props: { chosen: Chosen; change: Change }): JSX.Element {
  const zone = useZone();
  const clock = useClock();
  const today = () => dayIn(clock(), zone());
  const days = () => presetDays(props.chosen.date, today()) ?? props.chosen;
  const set = () => Boolean(dateWords(props.chosen));
  const own = (part: { from?: string; to?: string }) =>
    props.change({ date: "", from: days().from, to: days().to, ...part });
  return (
    <Popover
      label="Filter by date placed"
      class="btn filter-button"
      button={
        <>
          Date {set() ? <span class="filter-count">✓</span> : null} <Icon name="down" />
        </>
      }
    >
      {(close) => (
        <div class="w-[264px] max-w-full p-2">
          <Presets chosen={props.chosen} change={props.change} onDone={close} />
          <OwnDays days={days()} onChange={own} />
          <p class="mt-2 text-xs text-ink-2">Days in {zone().timeZone.replaceAll("_", " ")}.</p>
          <div class="mt-2 flex justify-between">
            <button
              type="button"
              class="btn btn-bare btn-small"
              disabled={!set()}
              onClick={() => props.change({ date: "", from: "", to: "" })}
            >
              Any day
            </button>
            <button type="button" class="btn btn-small" onClick={close}>
              Done
            </button>
          </div>
        </div>
      )}
    </Popover>
  );
}

/** Days that move with the day. */
function Presets(props: { chosen: Chosen; change: Change; onDone: () => void }): JSX.Element {
  return (
    <div class="grid grid-cols-2 gap-1.5">
      <For each={presets}>
        {(preset) => (
          <button
            type="button"
            class="btn btn-small aria-pressed:border-ink aria-pressed:font-semibold"
            aria-pressed={props.chosen.date === preset.id}
            onClick={() => {
              props.change({ date: preset.id, from: "", to: "" });
              props.onDone();
            }}
          >
            {preset.word}
          </button>
        )}
      </For>
    </div>
  );
}

/** Two days of one's own. */
function OwnDays(props: {
  days: { from: string; to: string };
  onChange: (part: { from?: string; to?: string }) => void;
}): JSX.Element {
  return (
    <div class="mt-3 grid gap-2">
      <label class="day">
        <span>From</span>
        <input
          class="input"
          type="date"
          value={props.days.from}
          max={props.days.to || undefined}
          onChange={(event) => props.onChange({ from: event.currentTarget.value })}
        />
      </label>
      <label class="day">
        <span>To</span>
        <input
          class="input"
          type="date"
          value={props.days.to}
          min={props.days.from || undefined}
          onChange={(event) => props.onChange({ to: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
