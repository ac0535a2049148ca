import "uplot/dist/uPlot.min.css";
import uPlot from "uplot";
import { dayWords } from "./days.ts";

type Data = { dates: readonly string[]; values: readonly number[] };
export type TrendChart = { set: (data: Data) => void; point: (at: number) => void; destroy: () => void };

const HEIGHT = 180;

/** Bars of days in the page's own colours, drawn anew when they change; today's bar is the accent's. */
export function drawTrend(box: HTMLElement, input: Data & { onAt: (at: number | null) => void }): TrendChart {
  let data: Data = input;
  let chart = make();
  const again = () => {
    chart.destroy();
    chart = make();
  };
  const resize = new ResizeObserver(() => {
    const { width } = box.getBoundingClientRect();
    if (width > 0 && Math.abs(width - chart.width) > 1) chart.setSize({ width, height: HEIGHT });
  });
  resize.observe(box);
  const theme = new MutationObserver(again);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", again);

  function make(): uPlot {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    const font = `12px ${token("--mono")}`;
    const today = () => data.values.length - 1;
    const bars = uPlot.paths.bars?.({
      size: [0.72, 40],
      radius: 0.12,
      disp: fills(token("--accent"), token("--line-strong"), today),
    });
    const axis = { stroke: token("--ink-2"), font, ticks: { show: false } };
    return new uPlot(
      {
        width: box.getBoundingClientRect().width || 400,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => [-0.6, today() + 0.6] },
          y: { range: (_, __, max) => [0, Math.max(max * 1.08, 4)] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: 26,
            gap: 4,
            // Weeks back from today: the last label is today's, and labels never crowd.
            splits: () => data.values.map((_, i) => i).filter((i) => (today() - i) % 7 === 0),
            values: (_, at) => at.map((i) => (i === today() ? "today" : short(data.dates[i] ?? ""))),
          },
          {
            ...axis,
            size: 40,
            gap: 4,
            grid: { stroke: token("--line"), width: 1 },
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
            values: (_, at) => at.map((n) => compact.format(n)),
          },
        ],
        series: [{}, { paths: bars, width: 0, fill: token("--line-strong"), points: { show: false } }],
        hooks: {
          setCursor: [
            (self) =>
              input.onAt(self.cursor.left !== undefined && self.cursor.left >= 0 ? (self.cursor.idx ?? null) : null),
          ],
        },
      },
      [data.values.map((_, i) => i), [...data.values]],
      box,
    );
  }
  return {
    set: (next) => {
      data = next;
      chart.setData([next.values.map((_, i) => i), [...next.values]]);
    },
    point: (at) => {
      const left = chart.valToPos(at, "x");
      chart.setCursor({ left, top: 0 }, false);
    },
    destroy: () => {
      resize.disconnect();
      theme.disconnect();
      dark.removeEventListener("change", again);
      chart.destroy();
    },
  };
}

const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const short = (date: string) => (date ? dayWords(date).replace(/^\S+\s/, "") : "");

/** Each bar's own colour: today's stands out. */
function fills(accent: string, plain: string, today: () => number): uPlot.Series.BarsPathBuilderOpts["disp"] {
  return {
    fill: {
      unit: 3,
      values: (_, __, from, to) =>
        Array.from({ length: to - from + 1 }, (___, i) => (from + i === today() ? accent : plain)),
    },
  };
}
