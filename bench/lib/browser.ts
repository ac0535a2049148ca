import { openDatabase } from "@waybill/db/open";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "playwright";
import { ensureChromium } from "../../scripts/lib/chromium.ts";
import { ORG } from "./prepare.ts";

/** A browser of its own, as the tests use it. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = (await ensureChromium()) ?? undefined;
  // Precise memory figures, and a collector that can be called.
  const args = ["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc"];
  return chromium.launch({ executablePath, args });
}

/** A person of the prepared organisation, signed in. Signs up at the server, joins by a row: an invitation is not measured. */
export async function signedIn(input: { browser: Browser; url: string; file: string }): Promise<BrowserContext> {
  const context = await input.browser.newContext({ baseURL: input.url, viewport: { width: 1440, height: 900 } });
  const email = `bench-${crypto.randomUUID()}@waybill.example`;
  const headers = { origin: input.url };
  const data = { name: "Bench", email, password: crypto.randomUUID() };
  const signedUp = await context.request.post("/api/auth/sign-up/email", { data, headers });
  if (!signedUp.ok()) throw new Error(`Sign-up was answered ${signedUp.status()}: ${await signedUp.text()}`);
  const db = await openDatabase({ url: `file:${input.file}` });
  const member = `INSERT INTO member (id, organization_id, user_id, role, created_at) SELECT ?, ?, id, 'owner', ? FROM user WHERE email = ?`;
  await db.commit([{ sql: member, args: [`mem_${crypto.randomUUID()}`, ORG, Date.now(), email] }]);
  await db.close();
  const activate = () => context.request.put("/api/organisations/active", { data: { id: ORG }, headers });
  let active = await activate();
  // Two processes wrote to the file just now; a busy moment passes.
  for (let again = 0; !active.ok() && again < 3; again++) {
    await Bun.sleep(500);
    active = await activate();
  }
  if (!active.ok()) throw new Error(`The organisation was answered ${active.status()}: ${await active.text()}`);
  return context;
}

/** Starts to note how long the browser took from each key or click to the next paint (Event Timing, 8 ms steps). */
export async function watchInteractions(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen = new Map<number, number>();
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        const id = entry.interactionId ?? 0;
        if (id > 0) seen.set(id, Math.max(seen.get(id) ?? 0, entry.duration));
      }
    });
    observer.observe({ type: "event", durationThreshold: 16, buffered: false } as PerformanceObserverInit);
    Object.assign(globalThis, { interactions: seen });
  });
  return () =>
    page.evaluate(() => [...(globalThis as unknown as { interactions: Map<number, number> }).interactions.values()]);
}

/** Megabytes of script heap that survive a collection. */
export async function heapMb(session: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  return usedSize / 1_048_576;
}

/** A phone on slow 4G (Lighthouse's figures: 150 ms round trip, 1.6 Mbit/s down, 750 kbit/s up) with a quarter of our speed. */
export async function likeAPhone(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1_000_000) / 8,
    uploadThroughput: (750 * 1_000) / 8,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

/** When the largest content was painted, ms after the navigation began. */
export function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        let last = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) last = Math.max(last, entry.startTime);
        }).observe({ type: "largest-contentful-paint", buffered: true });
        setTimeout(() => done(last), 1_500);
      }),
  );
}
