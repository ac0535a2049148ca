import type { ConnectionView, Practice, PracticeRemoved } from "@waybill/domain/connection/answers";
import { appError } from "@waybill/domain/errors";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { perDatabase } from "../core/per-database.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";
import { practiceWorld, setPracticeWorld } from "../organisation/settings.ts";
import { disconnect, testConnection } from "./change.ts";
import { connect } from "./connect.ts";
import { removePracticeData } from "./practice-removal.ts";
import { listConnections } from "./read.ts";

/** What the simulator's `GET /_sim/connections` answers: fake accounts, public, and good for nothing but the simulator. */
const accountsSchema = z.array(
  z.object({
    kind: z.enum(["carrier", "channel"]),
    adapter: z.string(),
    name: z.string(),
    settings: z.record(z.string(), z.string()),
    /** Its base URL below the simulator. */
    path: z.string().startsWith("/"),
    /** The simulator's stand-in for a portal in which webhooks are set up by hand. */
    portal: z.string().startsWith("/").nullable(),
    /** A shop beside the first one. */
    further: z.boolean(),
  }),
);
const worldSchema = z.object({ id: z.string() });
type Account = z.infer<typeof accountsSchema>[number];

/** A simulator on the same machine answers at once, or is not there. */
const ANSWERS_WITHIN_MS = 2_000;

/** Connections whose platform is the simulator beside this server. */
async function practiceConnections(scope: Scope): Promise<ConnectionView[]> {
  const { ctx } = scope;
  const { simulatorUrl } = ctx.config;
  if (!simulatorUrl) return [];
  const all = await listConnections(scope);
  return all.filter(({ settings }) => settings.baseUrl?.startsWith(`${simulatorUrl}/`));
}

/** Whether the practice shop is offered here, and whether this organisation has it. Asks the simulator only when it matters. */
export async function practiceState(scope: Scope): Promise<Practice> {
  const { ctx } = scope;
  const own = await practiceConnections(scope);
  const connected = own.some(({ kind }) => kind === "channel");
  const available = connected || (await readAccounts(ctx).then(Boolean, () => false));
  return { available, connected, connections: own.map(({ id }) => id) };
}

async function readAccounts(ctx: Ctx): Promise<Account[] | null> {
  const { simulatorUrl, production, demo } = ctx.config;
  // A public demo lives on it, but does not lend it to strangers' organisations.
  if (!simulatorUrl || (production && demo)) return null;
  return fetchAccounts(ctx, simulatorUrl);
}

async function fetchAccounts(ctx: Ctx, simulatorUrl: string): Promise<Account[]> {
  return accountsSchema.parse(await simulatorSays(ctx, `${simulatorUrl}/_sim/connections`));
}

/** The practice shop with its carriers: the first shop of the simulator's world, under a name that says what it is. */
const practiceShop = (accounts: Account[]): Account[] =>
  named(accounts, "Practice shop").filter(({ further }) => !further);

const named = (accounts: Account[], name: string): Account[] =>
  accounts.map((account) => (account.kind === "channel" && !account.further ? { ...account, name } : account));

async function simulatorSays(ctx: Ctx, url: string): Promise<unknown> {
  const answer = await ctx.fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
  if (!answer.ok) throw new Error(`The simulator answered ${answer.status}.`);
  return answer.json();
}

const notOffered = () =>
  appError({
    code: "practice_unavailable",
    status: 422,
    message:
      "The practice shop is not running here. Start Waybill with its simulator (SIMULATOR_PORT), or connect a shop.",
  });

/**
 * Connects the practice shop and its carriers by the verbs a seller's click uses: the credentials are proved, webhooks
 * subscribed and the first sync started. What is connected already stays. Throws `practice_unavailable` where there is none.
 *
 * @example const connections = await connectPractice(scope);
 */
export async function connectPractice(scope: Scope): Promise<ConnectionView[]> {
  const accounts = await readAccounts(scope.ctx).catch(() => null);
  if (!accounts) throw notOffered();
  return connectTo(scope, practiceShop(accounts));
}

/** The demo's own world: every simulated shop, for as long as the installation is a demo. Throws while there is no simulator. */
export async function connectDemoWorld(scope: Scope): Promise<ConnectionView[]> {
  const { ctx } = scope;
  const { simulatorUrl } = ctx.config;
  if (!simulatorUrl) return [];
  return connectTo(scope, await fetchAccounts(ctx, simulatorUrl));
}

const underWay = perDatabase(() => new Map<string, Promise<unknown>>());

/** Two presses at the same moment, or a press while the demo renews itself: the second finds what the first one made. */
async function oneByOne<T>({ ctx, orgId }: Scope, run: () => Promise<T>): Promise<T> {
  const own = underWay(ctx);
  const before = own.get(orgId);
  const mine = (before ?? Promise.resolve()).then(run, run);
  own.set(orgId, mine);
  try {
    return await mine;
  } finally {
    if (own.get(orgId) === mine) own.delete(orgId);
  }
}

const connectTo = (scope: Scope, accounts: readonly Account[]) => oneByOne(scope, () => connectNow(scope, accounts));

async function connectNow(scope: Scope, accounts: readonly Account[]): Promise<ConnectionView[]> {
  const { ctx } = scope;
  const simulator = ctx.config.simulatorUrl ?? "";
  await leaveLostWorld(scope);
  const present = await listConnections(scope);
  const made: ConnectionView[] = [];
  for (const { kind, adapter, name, path, portal, settings: typed } of accounts) {
    const settings = { ...typed, baseUrl: simulator + path };
    const before = present.find(
      (one) => one.adapter === adapter && one.settings.baseUrl === settings.baseUrl && one.settings.shop === typed.shop,
    );
    // It was away for a while: the connection is proved again and its back-off ends.
    if (before && before.health !== "ok") await testConnection(scope, { id: before.id });
    const connection = before ?? (await connect(scope, { kind, adapter, name, settings }));
    if (connection.warning) ctx.log.warn("practice connection", { adapter, warning: connection.warning });
    if (portal) await tellPortal(ctx, { portal, name, body: { ...typed, url: connection.webhookUrl } });
    made.push(connection);
  }
  return made;
}

/**
 * A simulator that was started again lives another history under the same numbers: told on top of the first one, each parcel
 * would be walked twice. What the lost world brought goes before the new one is connected.
 */
async function leaveLostWorld(scope: Scope): Promise<void> {
  const { ctx } = scope;
  const { id } = worldSchema.parse(await simulatorSays(ctx, `${ctx.config.simulatorUrl}/_sim/world`));
  if ((await practiceWorld(scope)) === id) return;
  await disconnectNow(scope);
  await setPracticeWorld(scope, { world: id });
}

/**
 * Connects every organisation that has practised to the world that the simulator lives now, after a start. Throws while it does
 * not answer; called again it does nothing.
 */
export async function renewPractice(ctx: Ctx, input: { by: By }): Promise<void> {
  const { simulatorUrl } = ctx.config;
  if (!simulatorUrl) return;
  const orgs = await ctx.db.query(
    "SELECT DISTINCT org_id FROM connections WHERE kind = 'channel' AND json_extract(settings, '$.baseUrl') LIKE ? || '/%'",
    [simulatorUrl],
  );
  for (const { org_id } of orgs) {
    const accounts = practiceShop(await fetchAccounts(ctx, simulatorUrl));
    await connectTo(makeScope(ctx, { orgId: String(org_id), by: input.by }), accounts);
  }
}

/** Some webhooks are set up by hand in the platform's portal; the simulator's stands in for that. */
async function tellPortal(ctx: Ctx, input: { portal: string; name: string; body: unknown }): Promise<void> {
  if (await control(ctx, input.portal, input.body)) return;
  throw new Error(`The simulator's ${input.name} portal did not answer.`);
}

async function control(ctx: Ctx, path: string, body: unknown): Promise<boolean> {
  const answer = await ctx.fetch(`${ctx.config.simulatorUrl}/_sim${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await answer.body?.cancel();
  return answer.ok;
}

/**
 * Disconnects the practice shop and its carriers, then removes everything they brought: orders, parcels, mails, webhooks and
 * their events in the log. What other channels brought stays. Answers how many orders were removed.
 */
export function disconnectPractice(scope: Scope): Promise<PracticeRemoved> {
  return oneByOne(scope, () => disconnectNow(scope));
}

async function disconnectNow(scope: Scope): Promise<PracticeRemoved> {
  const { ctx } = scope;
  const own = await practiceConnections(scope);
  for (const { id } of own) await disconnect(scope, { id });
  // Nothing is lost when it does not answer: it gives up by itself after some deliveries that nobody takes.
  if (own.length > 0) await control(ctx, "/forget", { urls: own.map((c) => c.webhookUrl) }).catch(() => false);
  const orders = await removePracticeData(scope, { connections: own });
  return { connections: own.length, orders };
}
