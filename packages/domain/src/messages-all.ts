import type { Locale, MessageTable } from "./messages.ts";
import { german } from "./messages-de.ts";
import { english } from "./messages-en.ts";
import { spanish } from "./messages-es.ts";
import { french } from "./messages-fr.ts";
import { hindi } from "./messages-hi.ts";
import { germanMail } from "./messages-mail-de.ts";
import { englishMail } from "./messages-mail-en.ts";
import { spanishMail } from "./messages-mail-es.ts";
import { frenchMail } from "./messages-mail-fr.ts";
import { hindiMail } from "./messages-mail-hi.ts";
import { portugueseMail } from "./messages-mail-pt.ts";
import { portuguese } from "./messages-pt.ts";

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
