import { templateParts, templateProblem } from "@waybill/domain/email/own-words";
import type { Locale } from "@waybill/domain/languages/messages";
import type { Template, Templates } from "@waybill/domain/organisation/settings";
import type { Trigger } from "@waybill/domain/shipment/notify";
import type { Scope } from "../core/scope.ts";
import { setMessageTemplate } from "../organisation/settings.ts";

/** What is wrong with a template, by its part. */
export type TemplateIssue = { path: string; message: string };

/** Placeholders that nobody fills, said by the part that has them. */
export function templateIssues(template: Template | null): TemplateIssue[] {
  if (!template) return [];
  return templateParts.flatMap((part) => {
    const message = template[part] ? templateProblem(template[part]) : null;
    return message ? [{ path: part, message }] : [];
  });
}

type TemplateOutcome = { outcome: "saved"; templates: Templates } | { outcome: "invalid"; issues: TemplateIssue[] };

/**
 * Changes the words of one message in one language; null gives Waybill's own back. Mails that are written already keep theirs.
 *
 * @example await setTemplate(scope, { trigger: "shipped", locale: "en", template: { subject: null, headline: "Hooray!", intro: null } });
 */
export async function setTemplate(
  scope: Scope,
  input: { trigger: Trigger; locale: Locale; template: Template | null },
): Promise<TemplateOutcome> {
  const issues = templateIssues(input.template);
  if (issues.length > 0) return { outcome: "invalid", issues };
  const filled = input.template && templateParts.some((part) => input.template?.[part]) ? input.template : null;
  return { outcome: "saved", templates: await setMessageTemplate(scope, { ...input, template: filled }) };
}
