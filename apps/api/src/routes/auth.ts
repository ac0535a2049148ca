import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import { ownSessionSchema, sessionSchema } from "@waybill/domain/session/answers";
import type { Context } from "hono";
import { accessOf } from "../auth/access.ts";
import { personOf } from "../auth/principal.ts";
import type { AppEnv } from "../http/env.ts";
import { body, json, newRouter, type RouteParts } from "./kit.ts";

const nothing = z.object({});
const done = z.object({}).loose();
const email = z.string();
const password = z.string();
/**
 * Of better-auth's endpoints only these are reachable; organisations, members and keys have routes of our own. It checks
 * what comes in itself: these bodies and answers are for the document and for typed clients.
 */
const REACHABLE = [
  {
    method: "post",
    path: "/api/auth/sign-up/email",
    body: z.object({ name: z.string(), email, password }),
    answer: done,
  },
  { method: "post", path: "/api/auth/sign-in/email", body: z.object({ email, password }), answer: done },
  { method: "post", path: "/api/auth/sign-out", body: nothing, answer: done },
  { method: "get", path: "/api/auth/get-session", answer: ownSessionSchema },
  {
    method: "post",
    path: "/api/auth/change-password",
    body: z.object({ currentPassword: password, newPassword: password, revokeOtherSessions: z.boolean().optional() }),
    answer: done,
  },
  { method: "post", path: "/api/auth/update-user", body: z.object({ name: z.string().optional() }), answer: done },
  { method: "get", path: "/api/auth/list-sessions", answer: z.array(sessionSchema) },
  { method: "post", path: "/api/auth/revoke-session", body: z.object({ token: z.string() }), answer: done },
  { method: "post", path: "/api/auth/revoke-other-sessions", body: nothing, answer: done },
] as const;
type Reachable = (typeof REACHABLE)[number];
type AuthSchema = {
  [R in Reachable as R["path"]]: {
    [M in R["method"] as `$${M}`]: {
      input: R extends { body: infer B } ? { json: z.input<B> } : Record<never, never>;
      output: z.output<R["answer"]>;
      outputFormat: "json";
      status: 200;
    };
  };
};
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
    const sent = await checkedBody(c);
    if (PASSWORD.has(c.req.path)) guard.signIn(c, typeof sent.email === "string" ? sent.email : null);
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
  for (const { method, path, answer, ...rest } of REACHABLE) {
    if (path !== "/api/auth/get-session" && path !== "/api/auth/sign-out") router.use(path, guard.open);
    router.on(method.toUpperCase(), path, handle);
    router.openAPIRegistry.registerPath({
      method,
      path,
      summary: `better-auth: ${path.slice("/api/auth/".length)}`,
      tags: ["Sign-in"],
      security: [],
      ...("body" in rest ? { request: body(rest.body) } : {}),
      responses: {
        200: json(answer),
        401: { description: "Refused" },
        429: { description: "Too many tries" },
      },
    });
  }
  return router as unknown as OpenAPIHono<AppEnv, AuthSchema>;
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
