/**
 * Words that have a better one (the field's own). `how`: "word" is a part of any declared or file name (`toldAt`, a file `locked-notices`),
 * "name" a whole declared name, "file" a whole file name without its ending, "parameter" a whole parameter. `under`: only there.
 */
export type BannedWord = { word: string; how: "word" | "name" | "file" | "parameter"; use: string; under?: string };

export const bannedWords: readonly BannedWord[] = [
  { word: "telling", how: "word", use: "update (what a carrier sent), applied (what became of it)" },
  { word: "tellings", how: "word", use: "updates" },
  { word: "told", how: "word", use: "updates, applied or notified, whichever it is" },
  { word: "heard", how: "word", use: "recordAnswers, touchLastWebhook, answered" },
  { word: "unheard", how: "word", use: "recordSilence, silent" },
  { word: "manner", how: "word", use: "mailContext" },
  { word: "parting", how: "word", use: "disconnectWords" },
  { word: "standing", how: "word", use: "status" },
  { word: "notices", how: "word", use: "notificationsOnChange" },
  { word: "CarrierReport", how: "name", use: "CarrierUpdate: a report is a customer's" },
  { word: "Provider", how: "name", use: "MailProvider" },
  { word: "OpenSender", how: "name", use: "MailProvider" },
  { word: "Asked", how: "name", use: 'parseSearch with { kind: "none" | "empty" | "search" }' },
  { word: "understand", how: "name", use: "parseRow" },
  { word: "tellLocked", how: "name", use: "reportLockedConnections" },
  { word: "registerJob", how: "name", use: "registerTracker, beside trackerFor" },
  { word: "seekFollowers", how: "name", use: "findTrackers, beside trackerFor" },
  { word: "followerOf", how: "name", use: "trackerFor" },
  { word: "of", how: "parameter", use: "input" },
  { word: "locked", how: "file", use: "check-credentials" },
  { word: "follow", how: "file", use: "register" },
  { word: "row-story", how: "file", use: "row-summary" },
  { word: "pointing", how: "file", use: "hold-while-pointing" },
  { word: "nouns", how: "file", use: "kinds" },
  { word: "attempt", how: "file", use: "form-attempt", under: "apps/dashboard" },
  { word: "glance", how: "file", use: "freshness", under: "apps/dashboard" },
  { word: "keep", how: "file", use: "persisted", under: "apps/dashboard" },
  { word: "shapes", how: "file", use: "the noun whose shapes they are", under: "apps/dashboard" },
  { word: "window", how: "file", use: "visible-rows", under: "apps/dashboard" },
];
