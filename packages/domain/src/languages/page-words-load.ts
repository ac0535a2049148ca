import type { Locale } from "./messages.ts";
import type { PageLanguage } from "./page-words.ts";

/** The browser's way to a language: each is a file of its own, and only the page's one is fetched. */
export const loadPageLanguage: Record<Locale, () => Promise<PageLanguage>> = {
  en: async () => {
    const [{ english }, { pageEnglish }] = await Promise.all([import("./en/messages.ts"), import("./en/page.ts")]);
    return { locale: "en", table: english, words: pageEnglish };
  },
  de: async () => {
    const [{ german }, { pageGerman }] = await Promise.all([import("./de/messages.ts"), import("./de/page.ts")]);
    return { locale: "de", table: german, words: pageGerman };
  },
  fr: async () => {
    const [{ french }, { pageFrench }] = await Promise.all([import("./fr/messages.ts"), import("./fr/page.ts")]);
    return { locale: "fr", table: french, words: pageFrench };
  },
  es: async () => {
    const [{ spanish }, { pageSpanish }] = await Promise.all([import("./es/messages.ts"), import("./es/page.ts")]);
    return { locale: "es", table: spanish, words: pageSpanish };
  },
  pt: async () => {
    const [{ portuguese }, { pagePortuguese }] = await Promise.all([
      import("./pt/messages.ts"),
      import("./pt/page.ts"),
    ]);
    return { locale: "pt", table: portuguese, words: pagePortuguese };
  },
  hi: async () => {
    const [{ hindi }, { pageHindi }] = await Promise.all([import("./hi/messages.ts"), import("./hi/page.ts")]);
    return { locale: "hi", table: hindi, words: pageHindi };
  },
};
