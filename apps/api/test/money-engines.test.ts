import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserPath, openBrowser } from "../../../scripts/lib/test-browser.ts";
import { noWrangler, startWrangler } from "../src/hub/testing-wrangler.ts";
import { moneyAnswers } from "./money-engines-worker.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const node = join(root, "node_modules/node/bin/node");
const folder = mkdtempSync(join(tmpdir(), "waybill-money-"));
const ours = JSON.parse(JSON.stringify(moneyAnswers())) as Record<string, unknown[]>;
let bundle = "";

beforeAll(async () => {
  const source = join(folder, "entry.ts");
  const entry = join(root, "apps/api/test/money-engines-worker.ts");
  writeFileSync(
    source,
    `import { moneyAnswers } from ${JSON.stringify(entry)};\nglobalThis.moneyAnswers = moneyAnswers;\n`,
  );
  const built = await Bun.build({ entrypoints: [source], target: "browser", format: "iife" });
  bundle = (await built.outputs[0]?.text()) ?? "";
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("Bun: amounts mean what the standard says", () => {
  expect(Object.keys(ours).length).toBeGreaterThan(170);
  expect([ours.HUF?.[0], ours.JPY?.[0], ours.IQD?.[0], ours.UYW?.[0]]).toEqual([2, 0, 3, 4]);
  expect(ours.HUF).toContainEqual(["12990.00", 1299000, null, 1299000, "12,990", "12.990", "12,990"]);
  expect(ours.IDR).toContainEqual(["250000.00", 25000000, null, 25000000, "250,000", "250.000", "250,000"]);
  expect(ours.RSD).toContainEqual(["1299.50", 129950, null, 129950, "1,299.50", "1.299,50", "1,299.50"]);
  expect(ours.JPY).toContainEqual(["1299.50", null, "1299.5", null, "1,299.5", "1.299,5", "1,299.5"]);
  expect(ours.USD).toContainEqual(["0.0125", null, "0.0125", null, "0.0125", "0,0125", "0.0125"]);
});

test.skipIf(!existsSync(node))("Node reads, writes and shows the same amounts", async () => {
  const file = join(folder, "bundle.cjs");
  writeFileSync(file, `${bundle}\nprocess.stdout.write(JSON.stringify(globalThis.moneyAnswers()));`);
  const child = Bun.spawn([node, file], { stdout: "pipe", stderr: "inherit" });
  expect(JSON.parse(await new Response(child.stdout).text())).toEqual(ours);
  expect(await child.exited).toBe(0);
});

test.skipIf(browserPath === null)(
  "Chromium reads, writes and shows the same amounts",
  async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: bundle });
      const theirs = await page.evaluate(() =>
        (globalThis as unknown as { moneyAnswers: () => Record<string, unknown> }).moneyAnswers(),
      );
      expect(theirs).toEqual(ours);
    } finally {
      await browser.close();
    }
  },
  60_000,
);

test.skipIf(noWrangler !== undefined)(
  "workerd reads, writes and shows the same amounts",
  async () => {
    const worker = await startWrangler({
      config: {
        name: "waybill-money-test",
        main: "apps/api/test/money-engines-worker.ts",
        compatibility_date: "2026-11-01",
      },
    });
    try {
      expect(await (await fetch(worker.url)).json()).toEqual(ours);
    } finally {
      await worker.close();
    }
  },
  60_000,
);
