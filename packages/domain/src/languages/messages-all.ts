import { germanMail } from "./de/mail.ts";
import { german } from "./de/messages.ts";
import { englishMail } from "./en/mail.ts";
import { english } from "./en/messages.ts";
import { spanishMail } from "./es/mail.ts";
import { spanish } from "./es/messages.ts";
import { frenchMail } from "./fr/mail.ts";
import { french } from "./fr/messages.ts";
import { hindiMail } from "./hi/mail.ts";
import { hindi } from "./hi/messages.ts";
import type { Locale, MessageTable } from "./messages.ts";
import { portugueseMail } from "./pt/mail.ts";
import { portuguese } from "./pt/messages.ts";

const tables: Record<Locale, MessageTable> = {
  en: { ...english, ...englishMail },
  de: { ...german, ...germanMail },
  fr: { ...french, ...frenchMail },
  es: { ...spanish, ...spanishMail },
  pt: { ...portuguese, ...portugueseMail },
  hi: { ...hindi, ...hindiMail },
};

/**
 * The words of a language. For the server and mails: it brings all languages along, so the public page never imports it.
 *
 * @example statusWords(messages("de"), { status: "delivered", reason: null }) // "Zugestellt"
 */
export function messages(locale: Locale = "en"): MessageTable {
  return tables[locale];
}
