import type { StoredEmail } from "@waybill/domain/email/payload";
import { type Locale, nearestLocale } from "@waybill/domain/languages/messages";
import type { Template, Templates } from "@waybill/domain/organisation/settings";
import type { Trigger } from "@waybill/domain/shipment/notify";
import type { Scope } from "../core/scope.ts";
import { brandingOf, generalSettings, messageTemplates } from "../organisation/settings.ts";
import { SELLER_NAME } from "./preferences.ts";

/** How a customer is spoken to: in which language, by whom, in whose words. Kept in the row, so that a retry says the same. */
export type MailContext = {
  locale: Locale;
  seller: StoredEmail["seller"];
  customer: string | null;
  words: (trigger: Trigger) => StoredEmail["words"];
};

const hasWords = (template: Template | null | undefined): template is Template =>
  Boolean(template && (template.subject || template.headline || template.intro));

/** A seller's words for a trigger in a language; null when they wrote none: Waybill's are used then. */
export function wordsOf(templates: Templates, input: { trigger: Trigger; locale: Locale }): StoredEmail["words"] {
  const template = templates[input.trigger]?.[input.locale];
  return hasWords(template) ? template : null;
}

/** How the seller looks in a mail. The name as customers know it, else the shop's own. */
export async function sellerLook(scope: Scope, input: { orderId: string | null }): Promise<MailContext["seller"]> {
  const { ctx, orgId } = scope;
  const [branding, [row]] = await Promise.all([
    brandingOf(scope),
    ctx.db.query(
      `SELECT COALESCE(${SELLER_NAME},
        (SELECT c.name FROM orders o JOIN connections c ON c.id = o.connection_id WHERE o.id = ?2)) AS name`,
      [orgId, input.orderId],
    ),
  ]);
  const { logoUrl, accent, supportEmail, supportUrl, returnsUrl, footer } = branding;
  const name = row?.name ? String(row.name) : null;
  return { name, logoUrl, accent, supportEmail, supportUrl, returnsUrl, footer };
}

/**
 * How an order's customer is written to now: in their language as the channel gave it, else the seller's.
 *
 * @example const mailContext = await loadMailContext(scope, { order });
 */
export async function loadMailContext(
  scope: Scope,
  input: {
    order: { id: string; customerName: string | null; detail: { locale?: string | null } | null };
  },
): Promise<MailContext> {
  const { order } = input;
  const [seller, general, templates] = await Promise.all([
    sellerLook(scope, { orderId: order.id }),
    generalSettings(scope),
    messageTemplates(scope),
  ]);
  const locale = nearestLocale(order.detail?.locale, general.language);
  return {
    locale,
    seller,
    customer: order.customerName ?? null,
    words: (trigger) => wordsOf(templates, { trigger, locale }),
  };
}
