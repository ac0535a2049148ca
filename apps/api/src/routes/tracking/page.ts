import type { OpenAPIHono } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import { type Locale, localeOf, locales } from "@waybill/domain/languages/messages";
import type { LookupMistake, LookupTyped, ParcelNotice, TrackPage } from "@waybill/domain/public/page";
import { triggers } from "@waybill/domain/shipment/notify";
import { typedNumber } from "@waybill/engine/core/typed-number";
import { findByNumber, findByOrder, glanceByNumber } from "@waybill/engine/tracking/find";
import { publicShipment } from "@waybill/engine/tracking/page";
import { setTrackPreferences } from "@waybill/engine/tracking/preferences";
import { createProblemReport } from "@waybill/engine/tracking/problem-reports";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Assets } from "../../assets/assets.ts";
import type { TrackRenderer } from "../../assets/track.ts";
import type { AppEnv } from "../../http/env.ts";
import { failureOf } from "../../http/error.ts";
import { makeRateLimiter } from "../../http/rate-limit.ts";
import type { RouteParts } from "../kit.ts";

/** A person mistypes a few times; a machine that goes through numbers gets six a minute. */
const LOOKUPS = { burst: 12, perSecond: 0.1 };
/** A postal code can be guessed: not for one parcel, from however many addresses. */
const PROOFS = { burst: 6, perSecond: 1 / 600 };
/** Several messages about one parcel are plenty; many parcels are written about from one office's address. */
const REPORTS_BY_LINK = { burst: 5, perSecond: 1 / 600 };
const REPORTS_BY_ADDRESS = { burst: 20, perSecond: 1 / 60 };
/** Vite's bookkeeping and the renderer itself lie beside the files for browsers. */
const NOT_FILES = /^\/track\/(server|\.vite)(\/|$)/;

const nothing = () => appError({ code: "not_found", status: 404, message: "There is nothing here." });

/** The public pages: a parcel by its link, "find your parcel", and their forms. They need no script and no cookie. */
export function trackRoutes(
  app: OpenAPIHono<AppEnv>,
  input: RouteParts & { assets: Assets; track?: TrackRenderer },
): void {
  const { ctx, guard, assets, track } = input;
  const lookups = makeRateLimiter(LOOKUPS, ctx.now);
  const proofs = makeRateLimiter(PROOFS, ctx.now);
  const byLink = makeRateLimiter(REPORTS_BY_LINK, ctx.now);
  const byAddress = makeRateLimiter(REPORTS_BY_ADDRESS, ctx.now);
  const socket = new URL(ctx.config.publicUrl).origin.replace(/^http/, "ws");

  const answer = async (c: Context<AppEnv>, page: TrackPage): Promise<Response> => {
    const render = await track?.load();
    if (!render) {
      const message = "The web pages are not built yet: run `bun run build`.";
      throw appError({ code: "not_built", status: 503, message, public: true });
    }
    const { html, status, styleHash } = render({ page, ...languageOf(c, page), now: ctx.now() });
    const headers: Record<string, string> = {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy(socket, styleHash),
      "cache-control": "private, no-cache",
      // The token is a key: it goes to no search engine and no other site. Our own forms still name their origin.
      "referrer-policy": "same-origin",
      "x-robots-tag": "noindex, nofollow",
      vary: "accept-encoding, accept-language",
    };
    const zipped = (c.req.header("accept-encoding") ?? "").includes("gzip") ? track?.zip?.(html) : undefined;
    if (zipped) headers["content-encoding"] = "gzip";
    return c.body(zipped ?? html, status as 200, headers);
  };

  const parcel = async (c: Context<AppEnv>, token: string, notice: ParcelNotice | null): Promise<Response> => {
    const view = await publicShipment(ctx, { token });
    return answer(c, view ? { kind: "parcel", token, view, notice } : { kind: "dead" });
  };

  // A customer reads a page: what the guards refuse in the API's own words is said in theirs.
  const calmly = createMiddleware<AppEnv>(async (c, next) => {
    await next();
    const why = c.error && !isFile(c.req.path) ? troubleOf(failureOf(c.error).status) : null;
    if (why && (await track?.load().catch(() => null))) c.res = await answer(c, { kind: "trouble", why });
  });
  const open = [calmly, guard.open] as const;

  const isFree = (c: Context<AppEnv>): boolean => {
    const verdict = lookups(c.get("address"));
    if (!verdict.allowed) c.header("retry-after", String(verdict.retryAfter));
    return verdict.allowed;
  };

  // The number stands in the address, so that the page can be loaded again for newer news.
  app.get("/track", ...open, async (c) => {
    const number = (c.req.query("number") ?? "").trim().slice(0, 120);
    const lookup = (mistake: LookupMistake | null) =>
      answer(c, { kind: "lookup", typed: { ...nobody, number }, mistake });
    if (!number) return lookup(null);
    if (!isFree(c)) return lookup("tooMany");
    const view = await glanceByNumber(ctx, { number });
    return view ? answer(c, { kind: "glance", number, view, mistake: null }) : lookup("none");
  });

  app.post("/track", ...open, async (c) => {
    guard.sameSite(c);
    const form = new URLSearchParams(await c.req.text());
    const typed = Object.fromEntries(
      (["order", "email", "number"] as const).map((name) => [name, (form.get(name) ?? "").trim().slice(0, 254)]),
    ) as LookupTyped;
    const again = (mistake: LookupMistake) => answer(c, { kind: "lookup", typed, mistake });
    const mistake = mistakeIn(typed);
    if (mistake) return again(mistake);
    const { number } = typed;
    const proof = (form.get("proof") ?? "").trim().slice(0, 254) || typed.email;
    if (number && !proof) return c.redirect(`/track?number=${encodeURIComponent(number)}${languageQuery(c, "&")}`, 303);
    if (!isFree(c)) return again("tooMany");
    const isTried = number !== "" && !proofs(typedNumber(ctx, number)).allowed;
    const found = isTried
      ? ({ kind: "none" } as const)
      : number
        ? await findByNumber(ctx, { number, proof })
        : await findByOrder(ctx, { order: typed.order, email: typed.email });
    if (found.kind === "none") {
      const view = number ? await glanceByNumber(ctx, { number }) : null;
      return view ? answer(c, { kind: "glance", number, view, mistake: isTried ? "tooMany" : "wrong" }) : again("none");
    }
    if (found.kind === "preparing") return answer(c, found);
    const [only, ...others] = found.links;
    if (only && others.length === 0) return c.redirect(`/track/${only.token}${languageQuery(c, "?")}`, 303);
    return answer(c, { kind: "several", orderNumber: found.orderNumber, links: found.links });
  });

  app.post("/track/:token/report", ...open, async (c) => {
    guard.sameSite(c);
    const token = c.req.param("token");
    const form = new URLSearchParams(await c.req.text());
    const typed = {
      kind: form.get("kind") ?? "",
      message: form.get("message") ?? "",
      contact: form.get("contact") ?? "",
    };
    const mayWrite = byLink(token).allowed && byAddress(c.get("address")).allowed;
    const done = mayWrite
      ? await createProblemReport(ctx, { token, ...typed })
      : ({ outcome: "refused", why: "tooMany" } as const);
    if (done.outcome === "no_such_link") return answer(c, { kind: "dead" });
    if (done.outcome === "refused") return parcel(c, token, { kind: "report_refused", why: done.why, typed });
    return c.redirect(`/track/${encodeURIComponent(token)}?told=report${languageQuery(c, "&")}#report`, 303);
  });

  app.post("/track/:token/notify", ...open, async (c) => {
    guard.sameSite(c);
    const token = c.req.param("token");
    const form = new URLSearchParams(await c.req.text());
    // An empty box is not sent along: only what the page showed was decided.
    const shown = form.get("sent")?.split(" ") ?? triggers;
    const wanted = Object.fromEntries(
      triggers.filter((trigger) => shown.includes(trigger)).map((trigger) => [trigger, form.has(trigger)]),
    );
    const orderMuted = form.has("order") ? form.has("orderMuted") : null;
    const known = await setTrackPreferences(ctx, { token, wanted, muted: form.has("muted"), orderMuted });
    if (!known) return answer(c, { kind: "dead" });
    return c.redirect(`/track/${encodeURIComponent(token)}?told=saved${languageQuery(c, "&")}#messages`, 303);
  });

  app.get("/track/*", ...open, async (c) => {
    const { path } = c.req;
    if (isFile(path)) {
      const file = NOT_FILES.test(path) ? null : await assets(path, c.req.raw);
      if (file) return file;
      if (path.split("/").length > 3) throw nothing();
    }
    // Whatever is asked below is looked up the same way, so that a wrong link is one answer at one speed.
    return parcel(c, tokenIn(path), noticeOf(c.req.query("told")));
  });
}

const isFile = (path: string) => /\.\w+$/.test(path) || path.startsWith("/track/assets/") || NOT_FILES.test(path);

function troubleOf(status: number): Extract<TrackPage, { kind: "trouble" }>["why"] | null {
  if (status === 429) return "tooMany";
  if (status === 403) return "refused";
  return status >= 500 ? "broken" : null;
}

const nobody: LookupTyped = { order: "", email: "", number: "" };

function mistakeIn({ order, email, number }: LookupTyped): LookupMistake | null {
  if (number) return null;
  if (!order && !email) return "empty";
  if (!order) return "needOrder";
  if (!email) return "needEmail";
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : "badEmail";
}

function tokenIn(path: string): string {
  try {
    return decodeURIComponent(path.slice("/track/".length));
  } catch {
    return "";
  }
}

function noticeOf(seen: string | undefined): ParcelNotice | null {
  if (seen === "report") return { kind: "reported" };
  return seen === "saved" ? { kind: "saved" } : null;
}

/** The reader's choice by link, then the order's language, then the browser's, then the seller's. */
function languageOf(c: Context<AppEnv>, page: TrackPage): { locale: Locale; chosen: boolean } {
  const asked = locales.find((locale) => locale === c.req.query("lang"));
  if (asked) return { locale: asked, chosen: true };
  const view = page.kind === "parcel" ? page.view : null;
  const locale = localeOf(view?.locale) ?? localeOf(c.req.header("accept-language")) ?? localeOf(view?.sellerLocale);
  return { locale: locale ?? "en", chosen: false };
}

function languageQuery(c: Context<AppEnv>, before: "?" | "&"): string {
  const asked = locales.find((locale) => locale === c.req.query("lang"));
  return asked ? `${before}lang=${asked}` : "";
}

/** As strict as everywhere, and the page's own style element by its hash: the first view waits for no second file. */
function policy(socket: string, styleHash: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' '${styleHash}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
