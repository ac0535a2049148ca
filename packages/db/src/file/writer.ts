import type { DatabaseLog } from "../database.ts";
import { batchSize, type Caller, refusal, type Writer } from "../waiting.ts";
import { makeMergedCommit } from "./merged-commit.ts";
import type { Connection } from "./native.ts";
import { recover } from "./recover.ts";

/**
 * The one writer of a local file: callers of one turn of the event loop share one transaction and one fsync, and none is
 * answered before COMMIT has returned. When somebody's statements fail, the batch is run again with a
 * savepoint for each, so every caller keeps its own all-or-nothing. (docs/performance.md#commits: about
 * four times the speed of a commit per caller.)
 *
 * A BUSY, or anything else that is not one statement's fault, is answered by closing the connection, opening a new one
 * and running the same callers again: after a BUSY a connection can report success for rows that never reach the disk.
 * The busy timeout is short because the driver blocks the event loop while it waits; the patience is in `attempts`.
 *
 * @example const writer = makeFileWriter({ open: () => openNative({ path, busyTimeoutMs: 200, readOnly: false }) });
 */
export function makeFileWriter(options: {
  open: () => Connection;
  /** Called after DDL was committed. */
  onSchemaChange?: () => void;
  /** Tries against BUSY, each one busy timeout plus a pause long: 25 × (200 + 20…200) ms is about 8 s. */
  attempts?: number;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
  log?: DatabaseLog;
}): Writer {
  const merged = makeMergedCommit(options);
  const means = {
    merged,
    attempts: options.attempts ?? 25,
    sleep: options.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms))),
    random: options.random ?? Math.random,
    log: options.log,
  };
  let waiting: Caller[] = [];
  let running = false;
  let closed = false;
  let whenIdle: (() => void)[] = [];

  function take(): Caller[] {
    const count = batchSize(waiting);
    const batch = waiting.slice(0, count);
    waiting = count === waiting.length ? [] : waiting.slice(count);
    return batch;
  }

  function turn(): void {
    const batch = take();
    const failed = batch.length === 0 ? null : merged.commit(batch);
    if (failed === null) next();
    else void recover(means, batch, failed).then(next, next);
  }

  function next(): void {
    if (waiting.length > 0) {
      // Not a microtask: the turn of the event loop in between is what lets the next callers gather.
      setImmediate(turn);
      return;
    }
    running = false;
    for (const done of whenIdle) done();
    whenIdle = [];
  }

  return {
    write: (statements, options) =>
      new Promise((resolve, reject) => {
        if (statements.length === 0 && !closed) return resolve([]);
        const refused = refusal(closed, waiting.length);
        if (refused !== null) return reject(refused);
        waiting.push({ statements, keysOff: options?.keysOff, resolve, reject });
        if (running) return;
        running = true;
        setImmediate(turn);
      }),
    stats: () => ({ ...merged.counted, waiting: waiting.length }),
    close: async () => {
      closed = true;
      if (running) await new Promise<void>((done) => whenIdle.push(done));
      merged.close();
    },
  };
}
