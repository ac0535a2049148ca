import { apiKey } from "@better-auth/api-key";
import * as schema from "@waybill/db/schema/auth";
import { newId } from "@waybill/domain/ids";
import type { Role } from "@waybill/domain/organisation/roles";
import { type BetterAuthOptions, type BetterAuthPlugin, betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { organization } from "better-auth/plugins";
import { createAccessControl } from "better-auth/plugins/access";
import { adminAc, defaultStatements, memberAc, ownerAc } from "better-auth/plugins/organization/access";
import type { ApiCtx } from "../compose.ts";

const DAY_S = 86_400;
/** Every key begins so: people and secret scanners recognise it. */
export const KEY_PREFIX = "wb_";

const ac = createAccessControl({ ...defaultStatements, apiKey: ["create", "read", "update", "delete"] });
const keys = { apiKey: ["create", "read", "update", "delete"] } as const;

const ID_PREFIX = { user: "usr", organization: "org", apikey: "key" } as const;

export type Auth = ReturnType<typeof makeAuth>;

/**
 * better-auth over our own database: email and password, cookie sessions, organisations with four roles, invitations, API
 * keys that belong to an organisation. What each role may do on our routes is `roles.ts`; of better-auth's own HTTP
 * endpoints only those in `routes/auth.ts` are reachable.
 *
 * @example await makeAuth(ctx).api.signUpEmail({ body: { name, email, password } })
 */
export function makeAuth(ctx: ApiCtx) {
  const { config } = ctx;
  return betterAuth({
    appName: "Waybill",
    baseURL: config.publicUrl,
    basePath: "/api/auth",
    secret: config.appSecret,
    // The casts here and at the plugin: npm lays better-auth's core down twice (one version, two folders), and TypeScript
    // tells the copies apart.
    database: drizzleAdapter(ctx.db.orm, { provider: "sqlite", schema }) as unknown as BetterAuthOptions["database"],
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 200, autoSignIn: true },
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S },
    // The address bar may say 127.0.0.1 or a name behind a proxy: the origin must be the host that was asked.
    trustedOrigins: (request) => [
      new URL(config.publicUrl).origin,
      ...config.corsOrigins,
      ...(request ? hostOrigins(request) : []),
    ],
    advanced: {
      cookiePrefix: "waybill",
      useSecureCookies: config.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      database: {
        generateId: ({ model }) => newId(ID_PREFIX[model as keyof typeof ID_PREFIX] ?? "itm", ctx.now()),
      },
    },
    // Throttling is ours: one place for every route (auth/guard.ts, http/rate-limit.ts).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message) =>
        ctx.log[level === "error" || level === "warn" ? level : "debug"](message, { from: "auth" }),
    },
    plugins: [
      organization({
        ac,
        roles: {
          owner: ac.newRole({ ...ownerAc.statements, ...keys }),
          admin: ac.newRole({ ...adminAc.statements, ...keys }),
          agent: ac.newRole({ ...memberAc.statements }),
          viewer: ac.newRole({ ...memberAc.statements }),
        },
        creatorRole: "owner",
        invitationExpiresIn: 7 * DAY_S,
        cancelPendingInvitationsOnReInvite: true,
        // Invitation ids hold 90 random bits and reach the invited person only.
        requireEmailVerificationOnInvitation: false,
      }),
      apiKey({
        references: "organization",
        defaultPrefix: KEY_PREFIX,
        enableMetadata: true,
        maximumNameLength: 80,
        startingCharactersConfig: { shouldStore: true, charactersLength: 10 },
        rateLimit: { enabled: false },
      }) as unknown as BetterAuthPlugin,
    ],
  });
}

function hostOrigins(request: Request): string[] {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return [`http://${host}`, `https://${host}`];
}

type NewKey = {
  organizationId: string;
  userId: string;
  name: string;
  expiresIn: number | null;
  prefix?: string;
  /** `createdBy`: the user who made it. */
  metadata: { role: Role; createdBy?: string };
};

/** Makes a key for an organisation, in the name of one of its members; the answer is the only time it is seen. */
export async function createKey(auth: Auth, body: NewKey): Promise<{ id: string; key: string; start: string }> {
  const api = auth.api as unknown as {
    createApiKey: (input: { body: NewKey }) => Promise<{ id: string; key: string; start: string }>;
  };
  const { id, key, start } = await api.createApiKey({ body });
  return { id, key, start };
}
