import { z } from "@hono/zod-openapi";
import { notificationStates } from "@waybill/db/schema/outbox";
import { emailInScheme } from "@waybill/domain/email/style";
import { appError } from "@waybill/domain/errors";
import {
  listedNotificationSchema,
  mailSchema,
  mailSummarySchema,
  notificationCountsSchema,
  notificationDetailSchema,
  retriedParkedSchema,
  retriedSchema,
} from "@waybill/domain/notification/answers";
import { pageOf } from "@waybill/domain/page";
import { triggers } from "@waybill/domain/shipment/notify";
import {
  getNotification,
  listNotifications,
  notificationCounts,
  notificationHtml,
} from "@waybill/engine/notifications/list";
import { getMail, listMailbox } from "@waybill/engine/notifications/mailbox";
import { retryNotification, retryParked } from "@waybill/engine/notifications/retry";
import type { Context } from "hono";
import type { AppEnv } from "../http/env.ts";
import { found, idParam, json, listOf, named, newRouter, notFound, paging, type RouteParts, secured } from "./kit.ts";

const listed = named(listedNotificationSchema, "ListedNotification");
const detail = named(notificationDetailSchema, "NotificationDetail");
const mailSummary = named(mailSummarySchema, "MailSummary");
const mail = named(mailSchema, "Mail");
const tags = ["Notifications"];

/** A mail is a stranger's page: no script, no network but the seller's logo, its own styles, shown only inside our pages. */
const MAIL_CSP =
  "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'";
export const schemeQuery = { scheme: z.enum(["light", "dark"]).optional() };
export const htmlAnswer = { description: "The mail", content: { "text/html": { schema: z.string() } } };

/** A mail's HTML for a frame of ours, in the reader's own scheme or the one asked for. */
export function mailPage(c: Context<AppEnv>, html: string, scheme: "light" | "dark" | undefined) {
  c.header("content-security-policy", MAIL_CSP);
  c.header("x-frame-options", "SAMEORIGIN");
  return c.html(scheme ? emailInScheme(html, scheme) : html, 200);
}

/** What customers were told, what became of it, and the demo's mailbox. */
export function notificationRoutes(parts: RouteParts) {
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
            state: listOf(z.enum(notificationStates)),
            trigger: z.enum(triggers).optional(),
            q: z.string().max(200).optional().openapi({ description: "Part of an address, or an order's number." }),
            ...paging,
          }),
        },
        responses: { 200: json(pageOf(listed)) },
      }),
      async (c) => {
        const { state: states, ...query } = c.req.valid("query");
        return c.json(await listNotifications(c.get("scope"), { states, ...query }), 200);
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/notifications/counts",
        summary: "How many ask for a look (each counted to 1,000)",
        tags,
        responses: { 200: json(notificationCountsSchema) },
      }),
      async (c) => c.json(await notificationCounts(c.get("scope")), 200),
    )
    .openapi(
      secured(parts, "notifications:write", {
        method: "post",
        path: "/api/notifications/retry-parked",
        summary: "Send every parked notification again",
        tags,
        responses: { 202: json(retriedParkedSchema, "Queued; `left`: press again") },
      }),
      async (c) => {
        return c.json(await retryParked(c.get("scope")), 202);
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/notifications/{id}",
        summary: "One notification as it was or will be sent",
        tags,
        request: { params: idParam },
        responses: { 200: json(detail) },
      }),
      async (c) => {
        return c.json(
          found(await getNotification(c.get("scope"), { id: c.req.valid("param").id }), "notification"),
          200,
        );
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/notifications/{id}/html",
        summary: "One notification as its reader sees it",
        tags,
        request: { params: idParam, query: z.object(schemeQuery) },
        responses: { 200: htmlAnswer },
      }),
      async (c) => {
        const html = found(await notificationHtml(c.get("scope"), { id: c.req.valid("param").id }), "notification");
        return mailPage(c, html, c.req.valid("query").scheme);
      },
    )
    .openapi(
      secured(parts, "notifications:write", {
        method: "post",
        path: "/api/notifications/{id}/retry",
        summary: "Send it again after it was parked or failed",
        tags,
        request: { params: idParam },
        responses: { 202: json(retriedSchema, "Queued; `mayDouble`: it may have gone out before") },
      }),
      async (c) => {
        const done = await retryNotification(c.get("scope"), { id: c.req.valid("param").id });
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
        return c.json(await listMailbox(c.get("scope"), c.req.valid("query")), 200);
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
        return c.json(found(await getMail(c.get("scope"), { id: c.req.valid("param").id }), "mail"), 200);
      },
    )
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/mailbox/{id}/html",
        summary: "One mail as its reader sees it",
        tags,
        request: { params: idParam, query: z.object(schemeQuery) },
        responses: { 200: htmlAnswer },
      }),
      async (c) => {
        const { html } = found(await getMail(c.get("scope"), { id: c.req.valid("param").id }), "mail");
        return mailPage(c, html, c.req.valid("query").scheme);
      },
    );
}
