import { z } from "@hono/zod-openapi";
import { notificationStates } from "@waybill/db/schema/outbox";
import { appError } from "@waybill/domain/errors";
import { notificationSummarySchema } from "@waybill/domain/views";
import { causeOf } from "@waybill/engine/log";
import {
  getMail,
  getNotification,
  listMailbox,
  listNotifications,
  retryNotification,
} from "@waybill/engine/outbox-lists";
import { byOf } from "../http-env.ts";
import { found, idParam, json, named, newRouter, notFound, pageOf, paging, type RouteParts, secured } from "./kit.ts";

const notification = named(notificationSummarySchema, "Notification");
const mailSummary = z
  .object({
    id: z.string(),
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    snippet: z.string(),
    at: z.number(),
  })
  .openapi("MailSummary");
const mail = mailSummary
  .extend({ html: z.string(), text: z.string(), headers: z.record(z.string(), z.string()) })
  .openapi("Mail");
const retried = z.object({ notification, mayDouble: z.boolean() });
const tags = ["Notifications"];

/** A mail is a stranger's page: no script, no network, its own styles, shown only inside our pages. */
const MAIL_CSP =
  "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

const paged = <T>({ items, nextCursor }: { items: T[]; nextCursor: string | null }) => ({ items, next: nextCursor });

/** What customers were told, what became of it, and the demo's mailbox. */
export function notificationRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter()
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/notifications",
        summary: "Notifications, newest first",
        tags,
        request: {
          query: z.object({
            orderId: z.string().max(80).optional(),
            state: z.enum(notificationStates).optional(),
            ...paging,
          }),
        },
        responses: { 200: json(pageOf(notification)) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(paged(await listNotifications(ctx, { orgId, ...c.req.valid("query") })), 200);
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/notifications/{id}",
        summary: "One notification as it was or will be sent",
        tags,
        request: { params: idParam },
        responses: { 200: json(z.object({}).loose()) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(found(await getNotification(ctx, { orgId, id: c.req.valid("param").id }), "notification"), 200);
      },
    )
    .openapi(
      secured(parts, "notifications:write", {
        method: "post",
        path: "/api/notifications/{id}/retry",
        summary: "Send it again after it was parked or failed",
        tags,
        request: { params: idParam },
        responses: { 202: json(retried, "Queued; `mayDouble`: it may have gone out before") },
      }),
      async (c) => {
        const principal = c.get("principal");
        const cause = causeOf(byOf(principal), `${principal.name} asked for it to be sent again`);
        const done = await retryNotification(ctx, { orgId: principal.orgId, id: c.req.valid("param").id, cause });
        if (done.outcome === "not_found") throw notFound("notification");
        if (done.outcome === "not_retryable") {
          const message = `A notification that is ${done.state} is not sent again.`;
          throw appError({ code: "not_retryable", status: 409, message });
        }
        return c.json({ notification: done.notification, mayDouble: done.mayDouble }, 202);
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/mailbox",
        summary: "Mails kept by the embedded sender, newest first",
        tags,
        request: { query: z.object(paging) },
        responses: { 200: json(pageOf(mailSummary)) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(paged(await listMailbox(ctx, { orgId, ...c.req.valid("query") })), 200);
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/mailbox/{id}",
        summary: "One mail",
        tags,
        request: { params: idParam },
        responses: { 200: json(mail) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(found(await getMail(ctx, { orgId, id: c.req.valid("param").id }), "mail"), 200);
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/mailbox/{id}/html",
        summary: "One mail as its reader sees it",
        tags,
        request: { params: idParam },
        responses: { 200: { description: "The mail", content: { "text/html": { schema: z.string() } } } },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        const { html } = found(await getMail(ctx, { orgId, id: c.req.valid("param").id }), "mail");
        c.header("content-security-policy", MAIL_CSP);
        c.header("x-frame-options", "SAMEORIGIN");
        return c.html(html, 200);
      },
    );
}
