import { allWere, clock, type LoadResult } from "../lib/load.ts";
import { freshCopy, preparedFile, readCount, readFile, WEBHOOK_PATH } from "../lib/prepare.ts";
import { type Child, cpuSeconds, say } from "../lib/process.ts";
import { atLeast, type Measured, measured, quantile } from "../lib/result.ts";
import { startApi, startBare, startLoad } from "../lib/servers.ts";
import { secrets, settings } from "../lib/settings.ts";
import { parcelsFor } from "../lib/webhooks.ts";

const WAITING = "SELECT COUNT(*) FROM inbox WHERE state = 'received'";

/**
 * Accepted and fully processed: each webhook is a new scan of a parcel with an order behind it, and a third of them move its
 * status, the order, and a mail to its customer. First at a fixed rate for as long as asked, then as fast as it goes.
 */
export async function processing(): Promise<Measured[]> {
  const { rate, seconds, floodBodies } = settings;
  const webhooks = Math.max(Math.round(rate * seconds), floodBodies);
  const template = await preparedFile(parcelsFor(webhooks));
  const load = await startLoad();
  await load.ask({ kind: "sign", webhooks, path: WEBHOOK_PATH, secret: secrets.webhook });
  const results = [...(await sustained(load, template)), await capacity(load, template)];
  await load.stop();
  return results;
}

async function sustained(load: Child<unknown>, template: string): Promise<Measured[]> {
  const { rate, seconds, connections } = settings;
  const path = freshCopy(template);
  const server = await startApi(path);
  const { port } = server.ready;
  const startedAt = clock();
  const backlog: number[] = [];
  const watch = setInterval(() => backlog.push(readCount(path, WAITING)), 1_000);
  const sent = await load
    .ask<LoadResult>({ kind: "pace", port, from: 0, rate, seconds, connections })
    .finally(() => clearInterval(watch));
  const left = readCount(path, WAITING);
  await drained(path, 120);
  allWere(202, sent);
  const until = startedAt + seconds * 1000;
  const inTime = readCount(path, `SELECT COUNT(*) FROM inbox WHERE state = 'processed' AND processed_at <= ${until}`);
  const all = readFile(path, "SELECT processed_at - received_at FROM inbox WHERE state = 'processed'").map(([lag]) =>
    Number(lag),
  );
  const mails = readCount(path, "SELECT COUNT(*) FROM outbox");
  const events = readCount(path, "SELECT COUNT(*) FROM events");
  await server.stop();
  if (all.length !== sent.answered) throw new Error(`${sent.answered} were accepted and ${all.length} processed.`);
  say(
    `  process: accept p50 ${sent.p50.toFixed(1)} ms, p99 ${sent.p99.toFixed(1)} ms, ${sent.behind} unsent at the end; backlog by second ${backlog.join(" ")}`,
  );
  const note = `offered ${rate}/s for ${seconds} s; ${events} events and ${mails} mails were written with them`;
  return [
    measured({
      name: "process",
      unit: "webhooks/s",
      values: [inTime / seconds],
      baselines: [rate],
      target: atLeast("value", 3_000),
      note,
    }),
    measured({ name: "process backlog", unit: "rows", values: [left], note: `largest ${Math.max(left, ...backlog)}` }),
    measured({ name: "process lag p50", unit: "ms", values: [quantile(all, 0.5)] }),
    measured({ name: "process lag p99", unit: "ms", values: [quantile(all, 0.99)] }),
  ];
}

/** As many as it takes in some seconds, until the last of them is processed; against merely committing the same rows. */
async function capacity(load: Child<unknown>, template: string): Promise<Measured> {
  const { connections, floodBodies, floodSeconds } = settings;
  const question = { kind: "flood", from: 0, most: floodBodies, seconds: floodSeconds, connections };
  const bare = await startBare(freshCopy(template), "merged");
  const committed = await load.ask<LoadResult>({ ...question, port: bare.ready.port });
  await bare.kill();
  const path = freshCopy(template);
  const server = await startApi(path);
  const cpuBefore = cpuSeconds(server.pid);
  const startedAt = clock();
  const taken = await load.ask<LoadResult>({ ...question, port: server.ready.port });
  const waiting = readCount(path, WAITING);
  await drained(path, 300);
  const cpu = ((cpuSeconds(server.pid) - cpuBefore) * 1e6) / taken.answered;
  const finishedAt = readCount(path, "SELECT MAX(processed_at) FROM inbox");
  await server.stop();
  allWere(202, taken);
  return measured({
    name: "process capacity",
    unit: "webhooks/s",
    values: [(taken.answered * 1000) / (finishedAt - startedAt)],
    baselines: [committed.answered / committed.seconds],
    note: `${taken.answered} accepted in ${taken.seconds.toFixed(1)} s, of which ${waiting} were still to be processed; ${Math.round(cpu)} µs of the server's CPU each; the baseline only commits`,
  });
}

async function drained(path: string, seconds: number): Promise<void> {
  const until = Date.now() + seconds * 1000;
  while (readCount(path, WAITING) > 0) {
    if (Date.now() > until) throw new Error(`The inbox was not processed within ${seconds} s.`);
    await Bun.sleep(100);
  }
}
