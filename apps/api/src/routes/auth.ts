import { appError } from "@waybill/domain/errors";
import type { Context } from "hono";
import type { AppEnv } from "../http-env.ts";
import { newRouter, type RouteParts } from "./kit.ts";

/** Of better-auth's endpoints only these are reachable; organisations, members and keys have routes of our own. */
const REACHABLE = [
  "POST /api/auth/sign-up/email",
  "POST /api/auth/sign-in/email",
  "POST /api/auth/sign-out",
  "GET /api/auth/get-session",
  "POST /api/auth/change-password",
  "POST /api/auth/update-user",
  "GET /api/auth/list-sessions",
  "POST /api/auth/revoke-session",
  "POST /api/auth/revoke-other-sessions",
] as const;
const PASSWORD = new Set(["/api/auth/sign-up/email", "/api/auth/sign-in/email", "/api/auth/change-password"]);

/** Sign-up, sign-in, sign-out and sessions, by better-auth. Its failures get our envelope. */
export function authRoutes({ auth, guard }: RouteParts) {
  const router = newRouter();
  const handle = async (c: Context<AppEnv>) => {
    guard.sameSite(c);
    if (PASSWORD.has(c.req.path)) guard.signIn(c, await accountOf(c));
    // better-auth looks at the origin only of requests that carry a cookie; a sign-in is a write too.
    const response = await auth.handler(c.req.raw);
    if (response.status < 400) return response;
    const said = (await response.json().catch(() => null)) as { code?: string; message?: string } | null;
    const code = said?.code?.toLowerCase() ?? (response.status === 404 ? "not_found" : "refused");
    throw appError({
      code,
      status: response.status,
      message: said?.message ?? "The request was refused.",
      public: true,
    });
  };
  for (const line of REACHABLE) {
    const [method = "", path = ""] = line.split(" ");
    if (path !== "/api/auth/get-session" && path !== "/api/auth/sign-out") router.use(path, guard.open);
    router.on(method, path, handle);
    router.openAPIRegistry.registerPath({
      method: method.toLowerCase() as "get" | "post",
      path,
      summary: `better-auth: ${path.slice("/api/auth/".length)}`,
      tags: ["Sign-in"],
      security: [],
      responses: {
        200: { description: "Done" },
        401: { description: "Refused" },
        429: { description: "Too many tries" },
      },
    });
  }
  return router;
}

/** The account that a password is tried for; the body stays readable. */
async function accountOf(c: Context<AppEnv>): Promise<string | null> {
  const body = (await c.req.raw
    .clone()
    .json()
    .catch(() => null)) as { email?: unknown } | null;
  return typeof body?.email === "string" ? body.email.slice(0, 254) : null;
}
