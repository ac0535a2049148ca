import type { Meter } from "@waybill/engine/core/context";

export type Gauge = { name: string; help: string; labels?: Record<string, string>; value: number };
export type Metrics = Meter & {
  /** The Prometheus text of everything counted so far, with gauges read at this moment. */
  expose: (gauges: readonly Gauge[]) => string;
};

const HELP: Record<string, string> = {
  waybill_http_requests_total: "HTTP requests by route class and status class.",
  waybill_http_seconds: "Time from request to answer.",
  waybill_webhooks_total: "Webhooks by platform and outcome.",
  waybill_handshakes_total: "Challenges to webhook addresses by platform and outcome.",
};
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** More label sets than this for one name means a label is not bounded: the rest is counted as "other". */
const MAX_SERIES = 500;

type Histogram = { buckets: number[]; sum: number; count: number };

/** Counters and histograms of one process, in memory. Names get the prefix `waybill_` when they lack it. */
export function makeMetrics(): Metrics {
  const counters = new Map<string, Map<string, number>>();
  const histograms = new Map<string, Map<string, Histogram>>();
  return {
    count: (name, labels, by = 1) => {
      const series = seriesOf(counters, full(name));
      const key = bounded(series, labelText(labels));
      series.set(key, (series.get(key) ?? 0) + by);
    },
    observe: (name, labels, value) => {
      const series = seriesOf(histograms, full(name));
      const key = bounded(series, labelText(labels));
      const histogram = series.get(key) ?? { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
      series.set(key, histogram);
      histogram.sum += value;
      histogram.count += 1;
      const at = BUCKETS.findIndex((limit) => value <= limit);
      if (at >= 0) histogram.buckets[at] = (histogram.buckets[at] ?? 0) + 1;
    },
    expose: (gauges) =>
      [...counterLines(counters), ...histogramLines(histograms), ...gaugeLines(gauges), ""].join("\n"),
  };
}

const full = (name: string) => (name.startsWith("waybill_") || name.startsWith("process_") ? name : `waybill_${name}`);

function seriesOf<T>(all: Map<string, Map<string, T>>, name: string): Map<string, T> {
  const found = all.get(name);
  if (found) return found;
  const made = new Map<string, T>();
  all.set(name, made);
  return made;
}

function bounded(series: Map<string, unknown>, key: string): string {
  return series.has(key) || series.size < MAX_SERIES ? key : 'other="1"';
}

function labelText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(",");
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

const braces = (labels: string) => (labels === "" ? "" : `{${labels}}`);
const head = (name: string, type: string, help?: string) => [
  `# HELP ${name} ${help ?? HELP[name] ?? name.replaceAll("_", " ")}`,
  `# TYPE ${name} ${type}`,
];

function counterLines(counters: Map<string, Map<string, number>>): string[] {
  return [...counters].flatMap(([name, series]) => [
    ...head(name, "counter"),
    ...[...series].map(([labels, value]) => `${name}${braces(labels)} ${value}`),
  ]);
}

function histogramLines(histograms: Map<string, Map<string, Histogram>>): string[] {
  return [...histograms].flatMap(([name, series]) => [
    ...head(name, "histogram"),
    ...[...series].flatMap(([labels, histogram]) => {
      const comma = labels === "" ? "" : ",";
      let sum = 0;
      const lines = BUCKETS.map((limit, i) => {
        sum += histogram.buckets[i] ?? 0;
        return `${name}_bucket{${labels}${comma}le="${limit}"} ${sum}`;
      });
      return [
        ...lines,
        `${name}_bucket{${labels}${comma}le="+Inf"} ${histogram.count}`,
        `${name}_sum${braces(labels)} ${histogram.sum}`,
        `${name}_count${braces(labels)} ${histogram.count}`,
      ];
    }),
  ]);
}

function gaugeLines(gauges: readonly Gauge[]): string[] {
  const names = [...new Set(gauges.map((gauge) => gauge.name))];
  return names.flatMap((given) => {
    const own = gauges.filter((gauge) => gauge.name === given);
    const name = full(given);
    return [
      ...head(name, "gauge", own[0]?.help),
      ...own.map((gauge) => `${name}${braces(labelText(gauge.labels ?? {}))} ${gauge.value}`),
    ];
  });
}
