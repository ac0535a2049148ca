import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { frameCounter } from "./frames.ts";
import { atLeast, atMost, kept, measured, median, quantile, table } from "./result.ts";

describe("bench: figures", () => {
  test("median and quantile by hand-made lists", () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1)]).toEqual([50, 99, 100]);
  });
  test("the ratio is the median of the rounds' own ratios, and it is what a ratio target is held to", () => {
    const of = { name: "x", unit: "req/s", values: [10, 50, 30], baselines: [20, 50, 100] };
    const result = measured({ ...of, target: atLeast("ratio", 0.6) });
    expect(result).toMatchObject({ value: 30, baseline: 50, ratio: 0.5, target: "ratio ≥ 0.6", ok: false });
    expect(measured({ ...of, target: atMost("value", 30) }).ok).toBe(true);
  });
  test("what was not measured is no success, and what has no target is neither", () => {
    expect(measured({ name: "x", unit: "ms", values: [], target: atLeast("ratio", 0.8) }).ok).toBe(false);
    expect(measured({ name: "x", unit: "ms", values: [], target: atMost("value", 5) }).ok).toBe(false);
    expect(measured({ name: "x", unit: "ms", values: [1] }).ok).toBeNull();
  });
  test("kept are the seven fields of the file; the table lines up and shows the notes", () => {
    const results = [
      measured({ name: "a", unit: "ms", values: [1], target: atMost("value", 2), note: "of one" }),
      measured({ name: "a longer name", unit: "req/s", values: [12_345], baselines: [20_000] }),
    ];
    expect(Object.keys(kept(results)[0] ?? {})).toEqual(["name", "value", "unit", "baseline", "ratio", "target", "ok"]);
    const [head = "", , first = "", second = "", note] = table(results).split("\n");
    expect([first, second].map((line) => line.slice(head.indexOf("unit"), head.indexOf("unit") + 5).trim())).toEqual([
      "ms",
      "req/s",
    ]);
    expect(note).toBe("  a: of one");
  });
});

/** Frames by RFC 6455 §5.2: FIN and opcode, then the length in 7, 7 + 16 or 7 + 64 bits. */
function frame(opcode: number, payload: number): Buffer {
  const head = Buffer.alloc(payload < 126 ? 2 : payload < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = payload < 126 ? payload : payload < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(payload, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload), 2);
  return Buffer.concat([head, Buffer.alloc(payload, 0x81)]);
}

describe("bench: counting frames", () => {
  test("text messages are counted whatever the pieces they arrive in; pings and closes are not", () => {
    const frames = fc.array(
      fc.record({ opcode: fc.constantFrom(1, 2, 8, 9), payload: fc.constantFrom(0, 1, 125, 126, 300, 65_536) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        frames,
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 40 }),
        (sent, cuts) => {
          const bytes = Buffer.concat(sent.map(({ opcode, payload }) => frame(opcode, payload)));
          const count = frameCounter();
          let messages = 0;
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = cuts[i % cuts.length] as number;
            messages += count(bytes.subarray(at, at + size));
            at += size;
          }
          expect(messages).toBe(sent.filter(({ opcode }) => opcode < 3).length);
        },
      ),
    );
  });
});
