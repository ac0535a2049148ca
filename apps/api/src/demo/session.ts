import { defaultKeyHasher } from "@better-auth/api-key";
import type { Database } from "@waybill/db/database";
import { newId } from "@waybill/domain/ids";
import type { DemoSession } from "@waybill/domain/session/answers";
import { type Auth, KEY_PREFIX } from "../auth/auth.ts";
import type { ApiCtx } from "../compose.ts";
import { createOrganisation, organisationsOf } from "../tenancy/organisations.ts";

const EMAIL = "demo@waybill.example";
const SHOP = "Harbour & Pine";

/** With the `Set-Cookie` values of the session. */
type SignedIn = DemoSession & { cookies: string[] };
type Home = Pick<DemoSession, "user" | "organisation">;

/** "1 on an empty local installation": nobody signed up yet, or the demo itself did. */
export async function isDemoDatabase(db: Database): Promise<boolean> {
  const [row] = await db.query(
    `SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM user LIMIT 1)) AS users,
    EXISTS (SELECT 1 FROM user WHERE email = ?) AS demo`,
    [EMAIL],
  );
  return Number(row?.users) === 0 || Number(row?.demo) === 1;
}

/** Derived from APP_SECRET, so that nothing has to be stored to be the same after a restart. */
async function derived(ctx: ApiCtx, purpose: string): Promise<string> {
  const text = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", text.encode(ctx.config.appSecret), algorithm, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, text.encode(`waybill demo ${purpose}`)));
  return [...mac].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const homes = new WeakMap<Database, Promise<Home>>();

/** The demo's owner and organisation, made at the first call. */
export function demoHome(ctx: ApiCtx, auth: Auth): Promise<Home> {
  const known = homes.get(ctx.db);
  if (known) return known;
  const made = makeHome(ctx, auth).catch((error: unknown) => {
    homes.delete(ctx.db);
    throw error;
  });
  homes.set(ctx.db, made);
  return made;
}

async function makeHome(ctx: ApiCtx, auth: Auth): Promise<Home> {
  const person = (await demoUser(ctx)) ?? (await signUp(ctx, auth));
  const [first] = await organisationsOf(ctx, person.id);
  const organisation = first ?? (await createOrganisation(ctx, { person, name: SHOP }));
  return { user: person, organisation: { id: organisation.id, name: organisation.name } };
}

async function demoUser(ctx: ApiCtx): Promise<Home["user"] | null> {
  const [row] = await ctx.db.query("SELECT id, name, email FROM user WHERE email = ?", [EMAIL]);
  return row ? { id: String(row.id), name: String(row.name), email: String(row.email) } : null;
}

async function signUp(ctx: ApiCtx, auth: Auth): Promise<Home["user"]> {
  const body = { name: "Sam (demo)", email: EMAIL, password: await derived(ctx, "password") };
  await auth.api.signUpEmail({ body });
  const user = await demoUser(ctx);
  if (!user) throw new Error("The demo's user was not found after it was made.");
  return user;
}

/** Signs in as the demo's owner. The key for scripts is always the same one. */
export async function demoSession(ctx: ApiCtx, auth: Auth, headers: Headers): Promise<SignedIn> {
  const home = await demoHome(ctx, auth);
  const { headers: answered } = await auth.api.signInEmail({
    body: { email: EMAIL, password: await derived(ctx, "password") },
    headers: new Headers({ "user-agent": headers.get("user-agent") ?? "" }),
    returnHeaders: true,
  });
  return { ...home, apiKey: await demoKey(ctx, home.organisation.id), cookies: answered.getSetCookie() };
}

async function demoKey(ctx: ApiCtx, orgId: string): Promise<string> {
  const key = `${KEY_PREFIX}demo_${(await derived(ctx, "key")).slice(0, 40)}`;
  const now = ctx.now();
  await ctx.db.commit([
    {
      sql: `INSERT INTO apikey (id, config_id, name, start, prefix, reference_id, key, enabled, rate_limit_enabled, created_at, updated_at, metadata)
        VALUES (?, 'default', 'Demo', ?, ?, ?, ?, 1, 0, ?, ?, '{"role":"owner"}') ON CONFLICT (key) DO NOTHING`,
      args: [newId("key", now), key.slice(0, 10), KEY_PREFIX, orgId, await defaultKeyHasher(key), now, now],
    },
  ]);
  return key;
}
