import { emailContent } from "./content.ts";
import { emailHtml } from "./html.ts";
import type { EmailPayload, RenderedEmail, StoredEmail } from "./payload.ts";
import { emailText } from "./text.ts";

/**
 * A notification as a mail: the answer first, one column, no remote images or fonts, light and dark, with a plain-text part
 * that says the same. Pure and deterministic: the same payload gives the same bytes, so that a provider's idempotency key
 * holds. Everything that came from outside is escaped; a link that is not http(s) is left out.
 *
 * @example const { subject, html, text } = renderEmail({ ...stored, links });
 */
export function renderEmail(payload: EmailPayload): RenderedEmail {
  const content = emailContent(payload);
  return { subject: content.subject, html: emailHtml(content), text: emailText(content) };
}

/** The subject alone, known before the items and the links are. */
export function emailSubject(stored: StoredEmail): string {
  return emailContent({ ...stored, links: { preferences: "", unsubscribe: "" } }).subject;
}
