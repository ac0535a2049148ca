import type { DatabaseLog } from "../database.ts";
import { batchSize, type Caller, refusal, type Writer } from "../waiting.ts";
import type { RemoteClient } from "./client.ts";
import { makeSettle } from "./settle.ts";

/**
 * The one write lane of a process to a libSQL server: a single request in flight, callers merged while it waits (a server
 * with many parallel writers can wedge, docs/performance.md#remote-servers). The durability of a commit is the server's: libsql-server runs
 * `synchronous=NORMAL`, so a commit survives its process and may not survive a power cut.
 *
 * Each batch carries an id in `waybill_commits`. After a time-out the id is looked up before anything is sent again, and a
 * second sending of a batch that landed late is refused by the id, so no row is written twice.
 *
 * @example const writer = makeRemoteWriter({ client: makeRemoteClient({ url, authToken, timeoutMs: 10_000 }) });
 */
export function makeRemoteWriter(options: {
  client: RemoteClient;
  attempts?: number;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
  log?: DatabaseLog;
}): Writer {
  const { client } = options;
  const counted = { commits: 0, callers: 0, reopened: 0 };
  const settle = makeSettle({
    client,
    attempts: options.attempts ?? 6,
    sleep: options.sleep ?? ((ms) => new Promise<void>((done) => setTimeout(done, ms))),
    random: options.random ?? Math.random,
    log: options.log,
    counted,
  });
  let waiting: Caller[] = [];
  let running: Promise<void> | null = null;
  let closed = false;

  async function drain(): Promise<void> {
    // A microtask: callers of the same turn share the first request as well.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize(waiting));
      waiting = waiting.slice(batch.length);
      await settle(batch);
    }
    running = null;
  }

  return {
    write: (statements, options) =>
      new Promise((resolve, reject) => {
        if (statements.length === 0 && !closed) return resolve([]);
        const refused = refusal(closed, waiting.length);
        if (refused !== null) return reject(refused);
        waiting.push({ statements, keysOff: options?.keysOff, resolve, reject });
        running ??= drain();
      }),
    stats: () => ({ ...counted, waiting: waiting.length }),
    close: async () => {
      closed = true;
      await running;
      client.close();
    },
  };
}
