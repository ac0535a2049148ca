import { appError } from "@waybill/domain/errors";
import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import type { ApiCtx } from "../compose.ts";
import type { AppEnv } from "../http/env.ts";
import { type Limits, makeRateLimiter, type RateLimiter } from "../http/rate-limit.ts";
import type { Auth } from "./auth.ts";
import { scopeOf } from "./identity.ts";
import { keyOf, personOf, principalOf } from "./principal.ts";
import { type Permission, permissions } from "./roles.ts";

export type Guard = {
  /** Lets a principal through that has this permission: 401 for nobody, 403 for the wrong role, 429 for too many calls. */
  need: (permission: Permission) => MiddlewareHandler<AppEnv>;
  /** As `need`, for people only: a key can't make keys or invite people. */
  needPerson: (permission: Permission) => MiddlewareHandler<AppEnv>;
  /** Calls without a session or key: limited by address. */
  open: MiddlewareHandler<AppEnv>;
  /** Calls that answer for themselves who may: limited by who calls, else by address. */
  anyone: MiddlewareHandler<AppEnv>;
  /** A signed-in person, with or without an organisation. */
  signedIn: MiddlewareHandler<AppEnv>;
  /** Refuses a write that a page of another site makes with the caller's cookie, or in order to plant one (sign-in). */
  sameSite: (c: Context<AppEnv>) => void;
  /** Tries at a password: by address and by account. */
  signIn: (c: Context<AppEnv>, account: string | null) => void;
};

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** One set of limits and checks for one app. */
export function makeGuard(ctx: ApiCtx, auth: Auth, limits: Limits): Guard {
  const byPrincipal = makeRateLimiter(limits.principal, ctx.now);
  const byAddress = makeRateLimiter(limits.address, ctx.now);
  const signInByAddress = makeRateLimiter(limits.signInAddress, ctx.now);
  const signInByAccount = makeRateLimiter(limits.signInAccount, ctx.now);

  const enter = async (c: Context<AppEnv>, permission: Permission, personOnly: boolean) => {
    const principal = await principalOf(ctx, auth, c.req.raw.headers);
    if (!principal) {
      spend(byAddress, c.get("address"));
      if (!keyOf(c.req.raw.headers) && (await personOf(ctx, auth, c.req.raw.headers))) throw noOrganisation();
      throw appError({ code: "unauthenticated", status: 401, message: "Sign in, or send an API key in x-api-key." });
    }
    spend(byPrincipal, principal.id);
    if (principal.kind === "user") checkOrigin(ctx, c);
    const wide = c.get("wide");
    wide.org = principal.orgId;
    wide.by = principal.id;
    if (!permissions[principal.role].has(permission)) {
      throw appError({ code: "forbidden", status: 403, message: `Your role (${principal.role}) may not do this.` });
    }
    if (personOnly && principal.kind !== "user") {
      throw appError({
        code: "person_required",
        status: 403,
        message: "This is done by a signed-in person, not by a key.",
      });
    }
    c.set("principal", principal);
    c.set("scope", scopeOf(ctx, principal));
  };

  return {
    need: (permission) =>
      createMiddleware<AppEnv>(async (c, next) => {
        await enter(c, permission, false);
        await next();
      }),
    needPerson: (permission) =>
      createMiddleware<AppEnv>(async (c, next) => {
        await enter(c, permission, true);
        await next();
      }),
    open: createMiddleware<AppEnv>(async (c, next) => {
      spend(byAddress, c.get("address"));
      await next();
    }),
    anyone: createMiddleware<AppEnv>(async (c, next) => {
      const principal = await principalOf(ctx, auth, c.req.raw.headers);
      if (principal) spend(byPrincipal, principal.id);
      else spend(byAddress, c.get("address"));
      await next();
    }),
    signedIn: createMiddleware<AppEnv>(async (c, next) => {
      const person = await personOf(ctx, auth, c.req.raw.headers);
      if (!person) {
        spend(byAddress, c.get("address"));
        throw appError({ code: "unauthenticated", status: 401, message: "Sign in first." });
      }
      spend(byPrincipal, person.id);
      checkOrigin(ctx, c);
      c.set("person", person);
      await next();
    }),
    sameSite: (c) => {
      if (c.req.header("origin") !== undefined || c.req.header("cookie") !== undefined) checkOrigin(ctx, c);
    },
    signIn: (c, account) => {
      spend(signInByAddress, c.get("address"));
      if (account) spend(signInByAccount, account.trim().toLowerCase());
    },
  };
}

const noOrganisation = () =>
  appError({
    code: "no_organisation",
    status: 403,
    message: "You belong to no organisation yet. Found one, or open the invitation that you were sent.",
  });

function spend(limiter: RateLimiter, key: string): void {
  const verdict = limiter(key);
  if (verdict.allowed) return;
  const { retryAfter } = verdict;
  const wait = retryAfter === 1 ? "a second" : `${retryAfter} seconds`;
  throw appError({ code: "rate_limited", status: 429, message: `Too many calls. Try again in ${wait}.`, retryAfter });
}

/** A write with a cookie must come from our own pages: browsers always name the origin of a write. Fails closed. */
function checkOrigin(ctx: ApiCtx, c: Context<AppEnv>): void {
  if (SAFE.has(c.req.method)) return;
  const origin = c.req.header("origin");
  if (origin && isOwnOrigin(ctx, c.req.raw, origin)) return;
  if (!origin && c.req.header("sec-fetch-site") === "same-origin") return;
  const message = "This write did not come from Waybill's own pages. Scripts use an API key.";
  throw appError({ code: "origin_refused", status: 403, message });
}

/** Ours: the configured address, the host that was asked, or the allow-list. */
function isOwnOrigin(ctx: ApiCtx, request: Request, origin: string): boolean {
  if (origin === new URL(ctx.config.publicUrl).origin || ctx.config.corsOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === (request.headers.get("host") ?? new URL(request.url).host);
}
