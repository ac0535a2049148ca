import type { DayOrders } from "@waybill/domain/screens/answers";
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount, Show } from "solid-js";
import { dayWords, ordersOf } from "./days.ts";
import type { TrendChart } from "./trend-chart.ts";

/** Orders per day: bars by uPlot (its own chunk), walked with the arrow keys; the same figures as a table. */
export function Trend(props: { days: readonly DayOrders[]; timeZone: string }): JSX.Element {
  const [asTable, setAsTable] = createSignal(false);
  const [at, setAt] = createSignal<number | null>(null);
  const values = createMemo(() => props.days.map(ordersOf));
  const last = () => props.days.length - 1;
  const shown = () => Math.min(at() ?? last(), last());
  const readout = () => {
    const day = props.days[shown()];
    if (!day) return "";
    const n = values()[shown()] ?? 0;
    const when = shown() === last() ? "Today so far" : dayWords(day.date, "long");
    return `${when}: ${n.toLocaleString()} ${n === 1 ? "order" : "orders"}`;
  };
  return (
    <section aria-labelledby="trend">
      <div class="flex items-baseline gap-3">
        <h2 class="h-part mr-auto" id="trend">
          Orders per day
        </h2>
        <button type="button" class="link text-sm" aria-pressed={asTable()} onClick={() => setAsTable(!asTable())}>
          {asTable() ? "Show the chart" : "Show as a table"}
        </button>
      </div>
      <Show
        when={!asTable()}
        fallback={
          <section class="trend-table" tabindex="0" aria-label="Orders per day, as a table">
            <table>
              <caption class="wb-sr">Orders per day, days of {props.timeZone}</caption>
              <tbody>
                <For each={[...props.days].reverse()}>
                  {(day, i) => (
                    <tr>
                      <th scope="row">
                        {dayWords(day.date)}
                        {i() === 0 ? " (so far)" : ""}
                      </th>
                      <td>{ordersOf(day).toLocaleString()}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </section>
        }
      >
        <p class="text-sm text-ink-2" aria-live={at() === null ? "off" : "polite"}>
          <span class="wb-num">{readout()}</span>
        </p>
        <Bars days={props.days} values={values()} at={at()} onAt={setAt} />
      </Show>
      <p class="mt-1 text-xs text-ink-3">Days by the clock of {props.timeZone.replaceAll("_", " ")}</p>
    </section>
  );
}

function Bars(props: {
  days: readonly DayOrders[];
  values: readonly number[];
  at: number | null;
  onAt: (at: number | null) => void;
}): JSX.Element {
  let box!: HTMLDivElement;
  let chart: TrendChart | undefined;
  let gone = false;
  const dates = () => props.days.map(({ date }) => date);
  onMount(async () => {
    const { drawTrend } = await import("./trend-chart.ts");
    if (!gone) chart = drawTrend(box, { dates: dates(), values: props.values, onAt: (at) => props.onAt(at) });
  });
  createEffect(
    on(
      () => props.values,
      () => chart?.set({ dates: dates(), values: props.values }),
      { defer: true },
    ),
  );
  onCleanup(() => {
    gone = true;
    chart?.destroy();
  });
  const step = (event: KeyboardEvent) => {
    const last = props.values.length - 1;
    const now = props.at ?? last;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const at = Math.min(Math.max(to, 0), last);
    props.onAt(at);
    chart?.point(at);
  };
  return (
    <div
      ref={box}
      class="trend-bars"
      role="slider"
      tabIndex={0}
      aria-label="Day of the chart"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={props.values.length - 1}
      aria-valuenow={props.at ?? props.values.length - 1}
      aria-valuetext={`${dayWords(props.days[props.at ?? props.values.length - 1]?.date ?? "1970-01-01", "long")}: ${props.values[props.at ?? props.values.length - 1] ?? 0} orders`}
      onKeyDown={step}
      onBlur={() => props.onAt(null)}
    />
  );
}
