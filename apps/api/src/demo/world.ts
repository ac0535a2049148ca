import { errorText } from "@waybill/domain/errors";
import { forgetConnection } from "@waybill/engine/connections/open";
import { type By, makeScope, type Scope } from "@waybill/engine/core/scope";
import { connectDemoWorld, renewPractice } from "@waybill/engine/setup/practice";
import { restartLog } from "@waybill/engine/setup/practice-removal";
import { listConnections } from "@waybill/engine/setup/read";
import type { Auth } from "../auth/auth.ts";
import type { ApiCtx } from "../compose.ts";
import { demoHome } from "./session.ts";

const by: By = { kind: "system", id: "demo", name: "The demo" };

/** First wait for a simulator that is not up yet, and the longest, ms. */
const WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** How long a reset waits for the fresh simulator, ms. */
const RECONNECT_WITHIN_MS = 15_000;

/**
 * Connects the demo's shops and carriers to the simulated platforms, by the verbs a seller's click uses: connect proves the
 * credentials, subscribes webhooks and starts the first sync. Done connections stay; those of a world that is gone are made
 * anew, also in organisations that took the practice shop. Tries until the simulator answers.
 */
export async function connectDemo(ctx: ApiCtx, auth: Auth, signal?: AbortSignal): Promise<void> {
  const { simulatorUrl, demo } = ctx.config;
  if (!simulatorUrl) return;
  let wait = WAIT_MS;
  for (let attempt = 1; !signal?.aborted; attempt++) {
    try {
      if (demo) {
        const { organisation } = await demoHome(ctx, auth);
        await connectDemoWorld(makeScope(ctx, { orgId: organisation.id, by }));
      }
      await renewPractice(ctx, { by });
      ctx.log.info("the simulator is connected", { simulator: simulatorUrl });
      return;
    } catch (error) {
      // Once in words, then quietly: beside `bun start` the simulator is up within a second.
      const tell = demo && attempt === 8 ? ctx.log.warn : ctx.log.debug;
      tell("the simulator is not answering yet; the demo waits for it", {
        simulator: simulatorUrl,
        reason: errorText(error),
      });
      await ctx.sleep(wait);
      wait = Math.min(wait * 1.5, LONGEST_WAIT_MS);
    }
  }
}

/** Everything of an organisation that the demo's world wrote; members, keys and settings stay. */
const WORLD = [
  "connections",
  "jobs",
  "sync_runs",
  "inbox_numbers",
  "order_lines",
  "order_payloads",
  "orders",
  "tracking_events",
  "reports",
  "shipments",
  "mailbox",
  "outbox",
  "suppressions",
  "preferences",
  "inbox",
];

const FORGET = "DELETE FROM events WHERE org_id = ?1 AND seq < (SELECT MAX(seq) FROM events WHERE org_id = ?1)";

/**
 * A fresh world: connections go first, so that what is under way finds nothing to write to, then everything they brought,
 * in one commit; then the simulator starts anew and is connected again.
 */
export async function resetDemo(ctx: ApiCtx, auth: Auth, scope: Scope): Promise<void> {
  const { orgId } = scope;
  const before = await listConnections(scope);
  const keys = "DELETE FROM inbox_keys WHERE connection_id IN (SELECT id FROM connections WHERE org_id = ?)";
  const cause = { kind: "user", id: null, text: "The demo was reset" };
  await ctx.db.commit([
    { sql: keys, args: [orgId] },
    ...WORLD.map((table) => ({ sql: `DELETE FROM ${table} WHERE org_id = ?`, args: [orgId] })),
    restartLog({ orgId, at: ctx.now(), cause }),
    { sql: FORGET, args: [orgId] },
  ]);
  for (const { id } of before) forgetConnection(ctx, id);
  const { simulatorUrl } = ctx.config;
  if (!simulatorUrl) return;
  const seed = `world-${ctx.now().toString(36)}`;
  const answer = await ctx.fetch(`${simulatorUrl}/_sim/reset`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seed }),
  });
  await answer.body?.cancel();
  await connectDemo(ctx, auth, AbortSignal.timeout(RECONNECT_WITHIN_MS));
}
