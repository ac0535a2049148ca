import { allWere, type LoadResult } from "../lib/load.ts";
import { freshCopy, preparedFile, readCount, WEBHOOK_PATH } from "../lib/prepare.ts";
import { type Child, say } from "../lib/process.ts";
import { atLeast, type Measured, measured, median } from "../lib/result.ts";
import { type Listening, startApi, startBare, startLoad } from "../lib/servers.ts";
import { secrets, settings } from "../lib/settings.ts";
import { parcelsFor } from "../lib/webhooks.ts";

const SIDES = ["waybill", "merged", "single"] as const;
type Side = (typeof SIDES)[number];

const start = (side: Side, path: string): Promise<Child<Listening>> =>
  side === "waybill" ? startApi(path) : startBare(path, side);

/**
 * Webhook accept, closed loop on 64 connections: verified, deduped, on disk, answered; against a bare server that verifies
 * and commits the same rows merged, and one that commits each. Each round starts every side anew on its own copy of the file;
 * the killed server's file must hold every row that was acknowledged.
 */
export async function accept(): Promise<Measured[]> {
  const { floodBodies, floodSeconds, connections, rounds } = settings;
  const warmUp = Math.min(2_000, Math.floor(floodBodies / 5));
  const webhooks = floodBodies + warmUp;
  const template = await preparedFile(parcelsFor(webhooks));
  const load = await startLoad();
  await load.ask({ kind: "sign", webhooks, path: WEBHOOK_PATH, secret: secrets.webhook });
  const rates: Record<Side, number[]> = { waybill: [], merged: [], single: [] };
  const p99: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const side of SIDES) {
      const path = freshCopy(template);
      const server = await start(side, path);
      const { port } = server.ready;
      const question = { kind: "flood", port, connections };
      const warm = await load.ask<LoadResult>({ ...question, from: 0, most: warmUp, seconds: 10 });
      const hot = await load.ask<LoadResult>({ ...question, from: warmUp, most: floodBodies, seconds: floodSeconds });
      await (settings.profile ? server.stop() : server.kill());
      for (const result of [warm, hot]) allWere(202, result);
      const acknowledged = warm.answered + hot.answered;
      const kept = readCount(path, "SELECT COUNT(*) FROM inbox");
      if (kept < acknowledged) throw new Error(`${side} acknowledged ${acknowledged} webhooks and kept ${kept}.`);
      rates[side].push(hot.answered / hot.seconds);
      if (side === "waybill") p99.push(hot.p99);
      say(
        `  accept ${side}: ${Math.round(hot.answered / hot.seconds)} req/s, p50 ${hot.p50.toFixed(1)} ms, p99 ${hot.p99.toFixed(1)} ms`,
      );
    }
  }
  await load.stop();
  const unit = "req/s";
  return [
    measured({
      name: "accept",
      unit,
      values: rates.waybill,
      baselines: rates.merged,
      target: atLeast("ratio", 0.7),
      note: `p99 ${median(p99).toFixed(1)} ms; what was accepted is being processed at the same time; the baseline only commits`,
    }),
    measured({
      name: "accept vs single",
      unit,
      values: rates.waybill,
      baselines: rates.single,
      target: atLeast("ratio", 3),
    }),
  ];
}
