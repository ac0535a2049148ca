import { appError } from "@waybill/domain/errors";
import type { Context } from "hono";
import { accessOf } from "../auth/access.ts";
import { personOf } from "../auth/principal.ts";
import type { AppEnv } from "../http/env.ts";
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
/** These change who a person is, or end a session: what is remembered of them is forgotten, their sockets come again. */
const CHANGES = new Set([
  "/api/auth/sign-out",
  "/api/auth/change-password",
  "/api/auth/update-user",
  "/api/auth/revoke-session",
  "/api/auth/revoke-other-sessions",
]);
/** Nothing that a person types here is longer, characters. */
const LONGEST = 500;

/** Sign-up, sign-in, sign-out and sessions, by better-auth. Its failures get our envelope. */
export function authRoutes({ ctx, auth, guard }: RouteParts) {
  const router = newRouter();
  const handle = async (c: Context<AppEnv>) => {
    guard.sameSite(c);
    const body = await checkedBody(c);
    if (PASSWORD.has(c.req.path)) guard.signIn(c, typeof body.email === "string" ? body.email : null);
    const person = CHANGES.has(c.req.path) ? await personOf(ctx, auth, c.req.raw.headers) : null;
    // better-auth looks at the origin only of requests that carry a cookie; a sign-in is a write too.
    const response = await auth.handler(c.req.raw);
    if (person) accessOf(auth).revoke(person.id);
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

/** What is posted, before better-auth sees it: it sets no bounds of its own. The body stays readable. */
async function checkedBody(c: Context<AppEnv>): Promise<Record<string, unknown>> {
  const text = c.req.method === "POST" ? await c.req.raw.clone().text() : "";
  if (text.trim() === "") return {};
  const body = parsed(text);
  if (body === null) throw appError({ code: "bad_request", status: 400, message: "The body is not a JSON object." });
  const issues = Object.entries(body).flatMap(([path, value]) => {
    if (typeof value === "string" && value.length > LONGEST)
      return [{ path, message: `At most ${LONGEST} characters` }];
    return path === "name" && typeof value === "string" && value.trim() === ""
      ? [{ path, message: "A name is needed" }]
      : [];
  });
  if (issues.length === 0) return body;
  throw appError({
    code: "invalid_request",
    status: 400,
    message: "The request has wrong or missing values.",
    issues: issues.map(({ path, message }) => ({ path: path.slice(0, 60), message })),
  });
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
