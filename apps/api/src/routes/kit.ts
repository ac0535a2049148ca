import { createRoute, OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import type { MiddlewareHandler } from "hono";
import type { Auth } from "../auth/auth.ts";
import type { Guard } from "../auth/guard.ts";
import type { Permission } from "../auth/roles.ts";
import type { ApiCtx } from "../compose.ts";
import type { AppEnv } from "../http/env.ts";

/** What every file of routes is given. */
export type RouteParts = { ctx: ApiCtx; auth: Auth; guard: Guard };

const errorSchema = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      requestId: z.string(),
    }),
  })
  .openapi("Error");

/** A router whose refused input becomes 400 with the issues in words. */
export function newRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const issues = result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
      throw appError({
        code: "invalid_request",
        status: 400,
        message: "The request has wrong or missing values.",
        issues,
      });
    },
  });
}

/**
 * Names a schema in the document. Of a schema made before the OpenAPI extension was loaded (the domain's) a copy is named:
 * Zod gives its methods to instances when they are made.
 */
export const named = <S extends z.ZodType>(schema: S, name: string): S => schema.clone(schema.def).openapi(name) as S;

export const json = <S extends z.ZodType>(schema: S, description = "Done") => ({
  description,
  content: { "application/json": { schema } },
});
export const body = <S extends z.ZodType>(schema: S) => ({
  body: { required: true as const, content: { "application/json": { schema } } },
});

const FAILURES: Record<number, string> = {
  400: "Wrong input, with the issues",
  401: "Nobody is signed in",
  403: "Your role may not do this",
  404: "No such thing in your organisation",
  409: "It changed at the same moment",
  413: "The body is larger than 1 MB",
  422: "Understood, but it can't be done; the message says why",
  429: "Too many calls; see Retry-After",
};
const failures = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [status, json(errorSchema, FAILURES[status])]));

type Route = RouteConfig;

/** A route that needs a permission; its failures and security are written into the document. */
export function secured<const P extends string, const R extends Omit<Route, "path"> & { path: P }>(
  parts: RouteParts,
  needs: Permission | { person: Permission },
  config: R,
) {
  const permission = typeof needs === "string" ? needs : needs.person;
  const middleware: MiddlewareHandler<AppEnv> =
    typeof needs === "string" ? parts.guard.need(needs) : parts.guard.needPerson(needs.person);
  const route = createRoute({
    ...config,
    middleware,
    security: typeof needs === "string" ? [{ session: [] }, { apiKey: [] }] : [{ session: [] }],
    "x-permission": permission,
    responses: { ...failures(400, 401, 403, 404, 409, 413, 422, 429), ...config.responses },
  });
  return route as unknown as ReturnType<typeof createRoute<P, R>>;
}

/** A route that anyone may call, limited by address. */
export function open<const P extends string, const R extends Omit<Route, "path"> & { path: P }>(
  parts: RouteParts,
  config: R,
) {
  const route = createRoute({
    ...config,
    middleware: parts.guard.open,
    security: [],
    responses: { ...failures(400, 404, 413, 429), ...config.responses },
  });
  return route as unknown as ReturnType<typeof createRoute<P, R>>;
}

/** A route with its own guard or none. `createRoute` by itself loses the path's letters, and with them the typed client. */
export function plain<const P extends string, const R extends Omit<Route, "path"> & { path: P }>(config: R) {
  return createRoute(config) as unknown as ReturnType<typeof createRoute<P, R>>;
}

/** Repeated (`?status=a&status=b`) or with commas (`?status=a,b`); absent: an empty list. */
export const listOf = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) =>
      [value ?? []]
        .flat()
        .flatMap((part) => part.split(","))
        .filter((part) => part !== ""),
    )
    .pipe(z.array(item as unknown as z.ZodType<z.output<T>, string>).max(40))
    .openapi({ type: "array", items: { type: "string" } });

/** `?cursor=&limit=` of every list. */
export const paging = {
  cursor: z.string().max(200).optional().openapi({ description: "The `next` of the page before." }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const idParam = z.object({ id: z.string().min(1).max(80) });
export const done = z.object({ ok: z.literal(true) });

export const notFound = (what: string) =>
  appError({ code: "not_found", status: 404, message: `There is no such ${what}.` });

/** The verb's answer, or the one 404 for "no such" and "not yours". */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw notFound(what);
  return value;
}
