import { describe, expect, test } from "bun:test";
import { buffered, makeLog } from "./log.ts";

function recorded(level: "debug" | "info" | "warn" = "debug", secrets: (string | null)[] = []) {
  const lines: string[] = [];
  return { lines, log: makeLog({ level, now: () => 0, write: (line) => lines.push(line), secrets }) };
}

describe("logs", () => {
  test("are one JSON object a line, with a time, a level and a message", () => {
    const { lines, log } = recorded();
    log.info("request", { status: 200, note: "two\nlines" });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain("\n");
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      time: "1970-01-01T00:00:00.000Z",
      level: "info",
      message: "request",
      status: 200,
      note: "two\nlines",
    });
  });

  test("below the level there is nothing", () => {
    const { lines, log } = recorded("warn");
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
    expect(lines).toHaveLength(2);
  });

  test("names that mean a secret are hidden at any depth, and in any spelling", () => {
    const { lines, log } = recorded();
    const names = [
      "authorization",
      "Cookie",
      "set-cookie",
      "x-api-key",
      "apiKey",
      "clientSecret",
      "webhookSecret",
      "password",
      "accessToken",
      "credential",
      "x-hub-signature",
      "sealedSettings",
    ];
    for (const name of names) log.info("x", { a: [{ b: { [name]: "do-not-print-me" } }] });
    expect(lines.join("")).not.toContain("do-not-print-me");
  });

  test("known secret values are hidden wherever they appear, also inside other words and error texts", () => {
    const secret = "s3cr3t-value-of-the-app";
    const { lines, log } = recorded("debug", [secret, null, ""]);
    log.error(`failed with ${secret}`, {
      url: `https://x.example/?k=${secret}`,
      error: new Error(`bad key ${secret}`),
    });
    expect(lines.join("")).not.toContain(secret);
    expect(lines.join("")).toContain("[hidden]");
  });

  test("bytes are counted, long texts cut, cycles and big integers do not break a line", () => {
    const { lines, log } = recorded();
    const cycle: Record<string, unknown> = { big: 12n, bytes: new Uint8Array(5), long: "x".repeat(10_000) };
    cycle.self = cycle;
    log.info("odd", cycle);
    expect(lines[0]).toContain("[5 bytes]");
    expect(lines[0]?.length).toBeLessThan(20_000);
  });

  test("buffered lines are written together, in order, once per turn", async () => {
    const written: string[] = [];
    const write = buffered((text) => written.push(text), setImmediate);
    write("a\n");
    write("b\n");
    expect(written).toEqual([]);
    await new Promise((done) => setTimeout(done, 5));
    write("c\n");
    await new Promise((done) => setTimeout(done, 5));
    expect(written).toEqual(["a\nb\n", "c\n"]);
  });
});
