import { migrate } from "@waybill/db/migrate";
import { filePath, openDatabase } from "@waybill/db/open";
import type { Replayed } from "@waybill/domain/inbox/answers";
import { makeScope } from "@waybill/engine/core/scope";
import { inboxIdle, sweep } from "@waybill/engine/inbox/receive";
import { replayInbox } from "@waybill/engine/inbox/replay";
import { startEngine } from "@waybill/engine/tick";
import { localSecret } from "../../apps/api/src/auth/secret-file.ts";
import { compose } from "../../apps/api/src/compose.ts";
import { makeDeferSet } from "../../apps/api/src/defer-set.ts";
import { completeConfig, readSettings } from "../../apps/api/src/env.ts";

/** What a replay calls otherwise than before, a line each: "fedex 076288115212522: was delivered, is returned_to_sender/returning". */
function restatements(done: Pick<Replayed, "parcels" | "orders" | "restated" | "reordered">): string[] {
  const state = ({ status, reason }: { status: string; reason: string | null }) =>
    reason === null ? status : `${status}/${reason}`;
  const more = (all: number, named: number) => (all > named ? [`and ${all - named} more`] : []);
  return [
    ...done.parcels.map((p) => `${p.carrier} ${p.number}: was ${state(p.from)}, is ${state(p.to)}`),
    ...more(done.restated, done.parcels.length),
    ...done.orders.map((o) => `order ${o.number}: was ${o.from}, is ${o.to}`),
    ...more(done.reordered, done.orders.length),
  ];
}

/** Replays the inbox of each organisation; answers the exit code. */
export async function replayAll(env: Record<string, string | undefined>): Promise<number> {
  const settings = readSettings({ LOG_LEVEL: "warn", ...env });
  const isFile = settings.databaseUrl.startsWith("file:");
  const appSecret = settings.appSecret ?? localSecret(isFile ? filePath(settings.databaseUrl) : "data/waybill.db");
  const db = await openDatabase({ url: settings.databaseUrl, authToken: settings.databaseAuthToken });
  const deferred = makeDeferSet();
  const ctx = await compose({
    db,
    config: completeConfig(settings, { appSecret, demo: false, port: settings.port }),
    // Nobody listens: a server that is started later reads the log.
    hub: { publish: () => undefined, sockets: () => 0, close: async () => undefined },
    fetch,
    now: Date.now,
    defer: deferred.defer,
    write: (line) => void process.stderr.write(line),
  });
  try {
    await migrate(db);
    startEngine(ctx);
    await sweep(ctx);
    await inboxIdle(ctx);
    const organisations = await db.query("SELECT id, name FROM organization ORDER BY id");
    const by = { kind: "system", id: "replay", name: "bun run replay" } as const;
    for (const { id, name } of organisations) {
      const done = await replayInbox(makeScope(ctx, { orgId: String(id), by }));
      console.log(`${name} (${id}): ${done.deliveries} deliveries, ${done.shipments} parcels, ${done.changed} changed`);
      for (const line of restatements(done)) console.log(`  ${line}`);
      console.log(`  before ${done.hashBefore}\n  after  ${done.hashAfter}`);
    }
    if (organisations.length === 0) console.log("There is no organisation in this database yet.");
    return 0;
  } finally {
    await deferred.drain();
    await db.close();
  }
}
