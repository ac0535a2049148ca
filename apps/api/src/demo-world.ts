import { errorText } from "@waybill/domain/errors";
import { connect, listConnections } from "@waybill/engine/connect";
import { testConnection } from "@waybill/engine/connection-verbs";
import { forgetConnection } from "@waybill/engine/connections";
import type { By } from "@waybill/engine/log";
import { z } from "zod";
import type { Auth } from "./auth.ts";
import type { ApiCtx } from "./compose.ts";
import { demoHome } from "./demo.ts";

const by: By = { kind: "system", id: "demo", name: "The demo" };

const credentialsSchema = z.object({
  shopify: z.object({ shop: z.string(), clientId: z.string(), clientSecret: z.string() }),
  easypost: z.object({ apiKey: z.string(), webhookSecret: z.string() }),
  ups: z.object({ clientId: z.string(), clientSecret: z.string(), credential: z.string() }),
  fedex: z.object({ clientId: z.string(), clientSecret: z.string(), securityToken: z.string() }),
});
type Credentials = z.infer<typeof credentialsSchema>;

/** First wait for a simulator that is not up yet, and the longest, ms. */
const WAIT = 250;
const LONGEST_WAIT = 5_000;
/** How long a reset waits for the fresh simulator, ms. */
const RECONNECT_WITHIN = 15_000;

/**
 * Connects the demo's shop and carriers to the simulated platforms, by the verbs a seller's click uses: connect proves the
 * credentials, subscribes webhooks and starts the first sync. Tries until the simulator answers; done connections stay.
 */
export async function connectDemo(ctx: ApiCtx, auth: Auth, signal?: AbortSignal): Promise<void> {
  const { simulatorUrl } = ctx.config;
  if (!simulatorUrl) return;
  let wait = WAIT;
  for (let attempt = 1; !signal?.aborted; attempt++) {
    try {
      const { organisation } = await demoHome(ctx, auth);
      await connectAll(ctx, { orgId: organisation.id, simulatorUrl });
      ctx.log.info("demo connected", { simulator: simulatorUrl });
      return;
    } catch (error) {
      // Once in words, then quietly: beside `bun start` the simulator is up within a second.
      const tell = attempt === 8 ? ctx.log.warn : ctx.log.debug;
      tell("the simulator is not answering yet; the demo waits for it", {
        simulator: simulatorUrl,
        reason: errorText(error),
      });
      await ctx.sleep(wait);
      wait = Math.min(wait * 1.5, LONGEST_WAIT);
    }
  }
}

async function connectAll(ctx: ApiCtx, of: { orgId: string; simulatorUrl: string }): Promise<void> {
  const { orgId, simulatorUrl } = of;
  const answer = await ctx.fetch(`${simulatorUrl}/_sim/credentials`);
  if (!answer.ok) throw new Error(`The simulator answered ${answer.status}.`);
  const credentials = credentialsSchema.parse(await answer.json());
  const present = new Map(
    (await listConnections(ctx, { orgId })).map((connection) => [connection.adapter, connection]),
  );
  for (const { kind, adapter, name, settings } of wanted(credentials, simulatorUrl)) {
    const before = present.get(adapter);
    // After a restart the simulator is a new world: the same connection is proved again and its back-off ends.
    if (before) {
      if (before.health !== "ok") await testConnection(ctx, { orgId, id: before.id });
      if (adapter === "fedex") await fedexPortal(ctx, simulatorUrl, before.webhookUrl, credentials);
      continue;
    }
    const made = await connect(ctx, { orgId, kind, adapter, name, settings, by });
    if (made.warning) ctx.log.warn("demo connection", { adapter, warning: made.warning });
    if (adapter === "fedex") await fedexPortal(ctx, simulatorUrl, made.webhookUrl, credentials);
  }
}

/** Carriers first, so that the first orders' parcels find someone to follow them. */
function wanted(credentials: Credentials, simulator: string) {
  const { shopify, easypost, ups, fedex } = credentials;
  return [
    {
      kind: "carrier",
      adapter: "easypost",
      name: "EasyPost",
      settings: { ...easypost, baseUrl: `${simulator}/easypost` },
    },
    { kind: "carrier", adapter: "ups", name: "UPS", settings: { ...ups, baseUrl: `${simulator}/ups` } },
    { kind: "carrier", adapter: "fedex", name: "FedEx", settings: { ...fedex, baseUrl: `${simulator}/fedex` } },
    {
      kind: "channel",
      adapter: "shopify",
      name: "Harbour & Pine (practice shop)",
      settings: { ...shopify, baseUrl: `${simulator}/shopify` },
    },
  ] as const;
}

/** FedEx webhooks are set up by hand in its developer portal; the simulator's stands in for that. */
async function fedexPortal(ctx: ApiCtx, simulator: string, url: string, { fedex }: Credentials): Promise<void> {
  const answer = await ctx.fetch(`${simulator}/_sim/fedex/webhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url, securityToken: fedex.securityToken }),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The simulator's FedEx portal answered ${answer.status}.`);
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
  "shipments",
  "mailbox",
  "outbox",
  "suppressions",
  "preferences",
  "inbox",
];

/**
 * The log begins anew far above its old end, so that no cursor of before is a place in it: every open page is told to load
 * again, and none takes the new world's changes for the continuation of the old one's.
 */
const RESTART = `INSERT INTO events (org_id, seq, stream, version, type, at, data, cause)
  SELECT ?1, MAX(seq) + 10000, 'demo ' || ?1, MAX(seq) + 10000, 'log.restarted', ?2, '{}', ?3 FROM events WHERE org_id = ?1
  HAVING MAX(seq) IS NOT NULL`;
const FORGET = "DELETE FROM events WHERE org_id = ?1 AND seq < (SELECT MAX(seq) FROM events WHERE org_id = ?1)";

/**
 * A fresh world: connections go first, so that what is under way finds nothing to write to, then everything they brought,
 * in one commit; then the simulator starts anew and is connected again.
 */
export async function resetDemo(ctx: ApiCtx, auth: Auth, orgId: string): Promise<void> {
  const before = await listConnections(ctx, { orgId });
  const keys = "DELETE FROM inbox_keys WHERE connection_id IN (SELECT id FROM connections WHERE org_id = ?)";
  const cause = JSON.stringify({ kind: "user", id: null, text: "The demo was reset" });
  await ctx.db.commit([
    { sql: keys, args: [orgId] },
    ...WORLD.map((table) => ({ sql: `DELETE FROM ${table} WHERE org_id = ?`, args: [orgId] })),
    { sql: RESTART, args: [orgId, ctx.now(), cause] },
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
  await connectDemo(ctx, auth, AbortSignal.timeout(RECONNECT_WITHIN));
}
