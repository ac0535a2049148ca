import type { LiveResult } from "../child/load.ts";
import { allWere } from "../lib/load.ts";
import { freshCopy, preparedFile, WEBHOOK_PATH } from "../lib/prepare.ts";
import { atMost, type Measured, measured } from "../lib/result.ts";
import { startApi, startBare, startLoad } from "../lib/servers.ts";
import { secrets, settings } from "../lib/settings.ts";
import { parcelsFor } from "../lib/webhooks.ts";

/** From the send of a webhook to its frame on one live socket, both in the generator; against a bare commit-then-publish. */
export async function latency(): Promise<Measured[]> {
  const { latencyRate: rate, latencySeconds: seconds, rounds } = settings;
  const warmUp = rate;
  const webhooks = Math.round(rate * seconds) + warmUp;
  const template = await preparedFile(parcelsFor(webhooks));
  const load = await startLoad();
  await load.ask({ kind: "sign", webhooks, path: WEBHOOK_PATH, secret: secrets.webhook });
  const found = { waybill: [] as LiveResult[], bare: [] as LiveResult[] };
  for (let round = 0; round < rounds; round++) {
    for (const side of ["waybill", "bare"] as const) {
      const path = freshCopy(template);
      const server = side === "waybill" ? await startApi(path) : await startBare(path, "merged");
      const question = { kind: "live", port: server.ready.port, rate, connections: 32, apiKey: secrets.apiKey };
      await load.ask<LiveResult>({ ...question, from: 0, seconds: 1 });
      const result = await load.ask<LiveResult>({ ...question, from: warmUp, seconds });
      await server.stop();
      allWere(202, result);
      if (result.seen < result.answered)
        throw new Error(`${side}: ${result.seen} of ${result.answered} webhooks reached the socket.`);
      found[side].push(result);
    }
  }
  await load.stop();
  const line = (name: string, pick: (result: LiveResult) => number, limit: number) =>
    measured({
      name,
      unit: "ms",
      values: found.waybill.map(pick),
      baselines: found.bare.map(pick),
      target: atMost("value", limit),
    });
  return [
    { ...line("latency p50", (r) => r.socketP50, 10), note: `webhook to socket at ${rate}/s for ${seconds} s` },
    line("latency p99", (r) => r.socketP99, 40),
  ];
}
