import { appError } from "@waybill/domain/errors";
import type { ExtractSchema } from "hono/types";
import type { Assets } from "./assets/assets.ts";
import type { TrackRenderer } from "./assets/track.ts";
import { accessOf } from "./auth/access.ts";
import { type Auth, makeAuth } from "./auth/auth.ts";
import { makeGuard } from "./auth/guard.ts";
import type { ApiCtx } from "./compose.ts";
import { cors, limitBody, secureHeaders } from "./http/edge.ts";
import { defaultLimits, type Limits } from "./http/rate-limit.ts";
import { makeObserver } from "./observe/middleware.ts";
import { activityRoutes } from "./routes/activity.ts";
import { authRoutes } from "./routes/auth.ts";
import { catalogueRoutes } from "./routes/catalogue.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { dashboardRoutes } from "./routes/dashboard.ts";
import { demoRoutes } from "./routes/demo.ts";
import { docsRoutes } from "./routes/docs.ts";
import { inboxRoutes } from "./routes/inbox.ts";
import { newRouter, type RouteParts } from "./routes/kit.ts";
import { liveRoutes, type Upgrade } from "./routes/live.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { opsRoutes } from "./routes/ops.ts";
import { orderExportRoutes } from "./routes/order-exports.ts";
import { orderRoutes } from "./routes/orders.ts";
import { dataRoutes } from "./routes/organisation/data.ts";
import { keyRoutes } from "./routes/organisation/keys.ts";
import { meRoutes } from "./routes/organisation/me.ts";
import { memberRoutes } from "./routes/organisation/members.ts";
import { settingsRoutes } from "./routes/organisation/settings.ts";
import { timeZoneRoutes } from "./routes/organisation/time-zones.ts";
import { pageRoutes } from "./routes/pages.ts";
import { practiceRoutes } from "./routes/practice.ts";
import { reportRoutes } from "./routes/problem-reports.ts";
import { shipmentRoutes } from "./routes/shipments.ts";
import { suppressionRoutes } from "./routes/suppressions.ts";
import { syncRoutes } from "./routes/sync.ts";
import { templateRoutes } from "./routes/templates.ts";
import { brandRoutes } from "./routes/tracking/brand.ts";
import { notifyRoutes } from "./routes/tracking/notify.ts";
import { trackRoutes } from "./routes/tracking/page.ts";
import { publicRoutes } from "./routes/tracking/public.ts";
import { viewRoutes } from "./routes/views.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** What differs between runtimes above the context. */
type AppExtras = {
  /** Opens an authorised socket in the runtime's own way. */
  upgrade: Upgrade;
  /** The built web apps. */
  assets: Assets;
  /** Draws the public pages; absent where the web apps are not built. */
  track?: TrackRenderer;
  auth?: Auth;
  /** Closes the live sockets of a user or key whose rights changed; without it they end when they must renew. */
  cut?: (who: string) => void;
  limits?: Partial<Limits>;
};

/**
 * The whole HTTP surface over one context; Bun, Workers and tests call its `fetch(request, { address, server })`.
 *
 * @example const app = createApp(ctx, { upgrade, assets }); await app.fetch(request, { address: "203.0.113.9" });
 */
export function createApp(ctx: ApiCtx, extras: AppExtras) {
  const auth = extras.auth ?? makeAuth(ctx);
  if (extras.cut) accessOf(auth).onRevoke(extras.cut);
  const observer = makeObserver(ctx);
  const parts: RouteParts = { ctx, auth, guard: makeGuard(ctx, auth, { ...defaultLimits, ...extras.limits }) };
  const app = newRouter();
  app.onError((error, c) => observer.onError(error, c));
  app.notFound((c) =>
    observer.onError(appError({ code: "not_found", status: 404, message: "There is nothing here." }), c),
  );
  // First and without the middlewares below: the path that must be fast does its own few steps.
  app.route("/", webhookRoutes(parts, observer));
  app.use("*", observer.middleware, secureHeaders(ctx), cors(ctx), limitBody);
  const api = app
    .route("/", orderExportRoutes(parts))
    .route("/", orderRoutes(parts))
    .route("/", viewRoutes(parts))
    .route("/", syncRoutes(parts))
    .route("/", shipmentRoutes(parts))
    .route("/", catalogueRoutes(parts))
    .route("/", connectionRoutes(parts))
    .route("/", practiceRoutes(parts))
    .route("/", inboxRoutes(parts))
    .route("/", notificationRoutes(parts))
    .route("/", suppressionRoutes(parts))
    .route("/", templateRoutes(parts))
    .route("/", settingsRoutes(parts))
    .route("/", timeZoneRoutes(parts))
    .route("/", dashboardRoutes(parts))
    .route("/", activityRoutes(parts))
    .route("/", dataRoutes(parts))
    .route("/", brandRoutes(parts))
    .route("/", meRoutes(parts))
    .route("/", memberRoutes(parts))
    .route("/", keyRoutes(parts))
    .route("/", demoRoutes(parts))
    .route("/", publicRoutes(parts))
    .route("/", reportRoutes(parts))
    .route("/", liveRoutes(parts, extras.upgrade))
    .route("/", opsRoutes(parts))
    .route("/", authRoutes(parts));
  api.route("/", notifyRoutes(parts));
  docsRoutes(app, ctx, extras.assets);
  trackRoutes(app, { ...parts, assets: extras.assets, track: extras.track });
  pageRoutes(app, extras.assets);
  return api;
}

export type App = ReturnType<typeof createApp>;
/** For typed clients: `hc<Api>(url)`. */
export type Api = App;
/** What each path takes and answers, by method: what the dashboard's own client reads. */
export type Routes = ExtractSchema<App>;
