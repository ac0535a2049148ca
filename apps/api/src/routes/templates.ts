import { z } from "@hono/zod-openapi";
import { placeholders } from "@waybill/domain/email/own-words";
import { appError } from "@waybill/domain/errors";
import { locales } from "@waybill/domain/languages/messages";
import { messagePreviewSchema, templatesViewSchema, testMessageSchema } from "@waybill/domain/notification/answers";
import { templateSchema, templatesSchema } from "@waybill/domain/organisation/settings";
import { triggers } from "@waybill/domain/shipment/notify";
import { previewMessage, sendTestMessage } from "@waybill/engine/notifications/preview";
import { setTemplate, type TemplateIssue, templateIssues } from "@waybill/engine/notifications/templates";
import { generalSettings, messageTemplates } from "@waybill/engine/organisation/settings";
import { personOf } from "../auth/principal.ts";
import { body, found, json, named, newRouter, type RouteParts, secured } from "./kit.ts";
import { htmlAnswer, mailPage, schemeQuery } from "./notifications.ts";

const which = { trigger: z.enum(triggers), language: z.enum(locales) };
const edit = z.object({ ...which, template: templateSchema.nullable() }).openapi("TemplateEdit");
const part = (longest: number) => z.string().max(longest).optional();
const tags = ["Templates"];

function refuse(issues: readonly TemplateIssue[]) {
  const message = "The words have placeholders that nobody can fill.";
  return appError({ code: "invalid_request", status: 400, message, issues: [...issues] });
}

/** The words of messages: a seller's own in place of Waybill's, seen before they are used. */
export function templateRoutes(parts: RouteParts) {
  const { ctx, auth } = parts;
  return newRouter()
    .openapi(
      secured(parts, "settings:read", {
        method: "get",
        path: "/api/templates",
        summary: "The seller's own words, by message and language",
        tags,
        responses: { 200: json(named(templatesViewSchema, "Templates")) },
      }),
      async (c) => {
        const [templates, { language }] = await Promise.all([
          messageTemplates(c.get("scope")),
          generalSettings(c.get("scope")),
        ]);
        return c.json({ templates, languages: [...locales], language, placeholders }, 200);
      },
    )
    .openapi(
      secured(parts, "settings:write", {
        method: "put",
        path: "/api/templates",
        summary: "Change one message in one language; null gives Waybill's words back",
        tags,
        request: body(edit),
        responses: { 200: json(templatesSchema) },
      }),
      async (c) => {
        const { trigger, language: locale, template } = c.req.valid("json");
        const done = await setTemplate(c.get("scope"), { trigger, locale, template });
        if (done.outcome === "invalid") throw refuse(done.issues);
        return c.json(done.templates, 200);
      },
    )
    .openapi(
      secured(parts, "settings:read", {
        method: "post",
        path: "/api/templates/preview",
        summary: "A message as it would go out with these words",
        tags,
        request: body(edit),
        responses: { 200: json(messagePreviewSchema) },
      }),
      async (c) => {
        const { trigger, language: locale, template } = c.req.valid("json");
        return c.json(await previewMessage(c.get("scope"), { trigger, locale, template }), 200);
      },
    )
    .openapi(
      secured(parts, "settings:read", {
        method: "get",
        path: "/api/templates/preview/html",
        summary: "The same as a page, for a frame",
        tags,
        request: {
          query: z.object({
            ...which,
            subject: part(150),
            headline: part(150),
            intro: part(1_000),
            ...schemeQuery,
          }),
        },
        responses: { 200: htmlAnswer },
      }),
      async (c) => {
        const { trigger, language: locale, scheme, ...words } = c.req.valid("query");
        const template = templateSchema.parse(words);
        const { html } = await previewMessage(c.get("scope"), { trigger, locale, template });
        return mailPage(c, html, scheme);
      },
    )
    .openapi(
      secured(
        parts,
        { person: "settings:write" },
        {
          method: "post",
          path: "/api/templates/test",
          summary: "Send the message to yourself",
          tags,
          request: body(edit),
          responses: { 202: json(testMessageSchema, "Queued as a notification") },
        },
      ),
      async (c) => {
        const { trigger, language: locale, template } = c.req.valid("json");
        const issues = templateIssues(template);
        if (issues.length > 0) throw refuse(issues);
        const { email: to } = found(await personOf(ctx, auth, c.req.raw.headers), "person");
        const { id } = await sendTestMessage(c.get("scope"), { trigger, locale, template, to });
        return c.json({ id, to }, 202);
      },
    );
}
