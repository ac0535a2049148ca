import { describe, expect, test } from "bun:test";
import { makeMetrics } from "./meter.ts";

/** The line grammar of the Prometheus text format 0.0.4 (prometheus.io, "Exposition formats"). */
const LINE =
  /^(# (HELP|TYPE) [a-zA-Z_:][\w:]* .+|[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="(\\\\|\\"|\\n|[^"\\\n])*",?)*\})? (-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|[+-]Inf))$/;

describe("metrics", () => {
  test("are written in Prometheus' text format, labels escaped", () => {
    const metrics = makeMetrics();
    metrics.count("webhooks_total", { adapter: 'a"b\\c\nd', outcome: "accepted" });
    metrics.count("waybill_webhooks_total", { adapter: "ups", outcome: "accepted" }, 2);
    metrics.observe("http_seconds", { area: "api" }, 0.003);
    const text = metrics.expose([{ name: "live_sockets", help: "Open sockets.", value: 3 }]);
    expect(text.endsWith("\n")).toBe(true);
    for (const line of text.trimEnd().split("\n")) expect(line).toMatch(LINE);
    expect(text).toContain('waybill_webhooks_total{adapter="ups",outcome="accepted"} 2');
    expect(text).toContain("waybill_live_sockets 3");
    expect(text.match(/# TYPE waybill_webhooks_total counter/g)).toHaveLength(1);
  });

  test("a histogram's buckets only grow, and the last one is its count", () => {
    const metrics = makeMetrics();
    for (const value of [0.0005, 0.003, 0.003, 0.7, 99]) metrics.observe("http_seconds", {}, value);
    const lines = metrics.expose([]).split("\n");
    const buckets = lines.filter((line) => line.includes("_bucket")).map((line) => Number(line.split(" ").at(-1)));
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
    expect(buckets.at(-1)).toBe(5);
    expect(lines).toContain("waybill_http_seconds_count 5");
    expect(lines.find((line) => line.includes('le="0.0025"'))).toEndWith(" 1");
    expect(lines.find((line) => line.includes('le="0.005"'))).toEndWith(" 3");
  });

  test("an unbounded label can't fill the memory, and nothing counted is lost", () => {
    const metrics = makeMetrics();
    for (let i = 0; i < 5_000; i++) metrics.count("things_total", { id: String(i) });
    const lines = metrics
      .expose([])
      .split("\n")
      .filter((line) => line.startsWith("waybill_things_total"));
    expect(lines.length).toBeLessThanOrEqual(501);
    expect(lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0)).toBe(5_000);
  });
});
