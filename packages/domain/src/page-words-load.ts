import type { Locale } from "./messages.ts";
import type { PageLanguage } from "./page-words.ts";

/** The browser's way to a language: each is a file of its own, and only the page's one is fetched. */
export const loadPageLanguage: Record<Locale, () => Promise<PageLanguage>> = {
  en: async () => {
    const [{ english }, { pageEnglish }] = await Promise.all([
      import("./messages-en.ts"),
      import("./page-words-en.ts"),
    ]);
    return { locale: "en", table: english, words: pageEnglish };
  },
  de: async () => {
    const [{ german }, { pageGerman }] = await Promise.all([import("./messages-de.ts"), import("./page-words-de.ts")]);
    return { locale: "de", table: german, words: pageGerman };
  },
  fr: async () => {
    const [{ french }, { pageFrench }] = await Promise.all([import("./messages-fr.ts"), import("./page-words-fr.ts")]);
    return { locale: "fr", table: french, words: pageFrench };
  },
  es: async () => {
    const [{ spanish }, { pageSpanish }] = await Promise.all([
      import("./messages-es.ts"),
      import("./page-words-es.ts"),
    ]);
    return { locale: "es", table: spanish, words: pageSpanish };
  },
  pt: async () => {
    const [{ portuguese }, { pagePortuguese }] = await Promise.all([
      import("./messages-pt.ts"),
      import("./page-words-pt.ts"),
    ]);
    return { locale: "pt", table: portuguese, words: pagePortuguese };
  },
  hi: async () => {
    const [{ hindi }, { pageHindi }] = await Promise.all([import("./messages-hi.ts"), import("./page-words-hi.ts")]);
    return { locale: "hi", table: hindi, words: pageHindi };
  },
};
