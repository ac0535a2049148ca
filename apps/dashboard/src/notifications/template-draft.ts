import type { TemplatePart } from "@waybill/domain/email/own-words";
import type { Locale } from "@waybill/domain/languages/messages";
import type { TemplatesView } from "@waybill/domain/notification/answers";
import type { Template } from "@waybill/domain/organisation/settings";
import type { Trigger } from "@waybill/domain/shipment/notify";
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { api, urlOf } from "../api/api.ts";
import { createView } from "../live/view.ts";
import { dropDraft, keepDraft, takeDraft } from "./template-drafts.ts";

export const parts: readonly TemplatePart[] = ["subject", "headline", "intro"];
export const longest: Record<TemplatePart, number> = { subject: 150, headline: 150, intro: 1000 };
const PAUSE_MS = 250;

type Draft = Record<TemplatePart, string>;
const draftOf = (template: Template | undefined): Draft => ({
  subject: template?.subject ?? "",
  headline: template?.headline ?? "",
  intro: template?.intro ?? "",
});

const templateOf = (draft: Draft): Template => ({
  subject: draft.subject.trim() || null,
  headline: draft.headline.trim() || null,
  intro: draft.intro.trim() || null,
});

type Message = { trigger: Trigger; language: Locale };

/** The words of one message as they are typed: kept when the page is left, with their preview a moment later. */
export function createTemplateDraft(message: Message, view: () => TemplatesView) {
  const { trigger, language } = message;
  const key = `${trigger} ${language}`;
  const stored = () => draftOf(view().templates[trigger]?.[language]);
  const [draft, setDraft] = createSignal<Draft>(takeDraft(key) ?? stored());
  const [shown, setShown] = createSignal<Draft>(draft());
  const changed = () => parts.some((part) => draft()[part].trim() !== stored()[part]);
  const own = () => parts.some((part) => stored()[part] !== "");
  createEffect(() => (changed() ? keepDraft(key, draft()) : dropDraft(key)));

  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(
      draft,
      (now) => {
        clearTimeout(timer);
        timer = setTimeout(() => setShown(now), PAUSE_MS);
      },
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  const preview = createView(() =>
    api.post("/api/templates/preview", { json: { trigger, language, template: templateOf(shown()) } }),
  );
  createEffect(on(shown, () => void preview.reload(), { defer: true }));
  const src = createMemo(() =>
    urlOf("/api/templates/preview/html", { query: { trigger, language, ...templateOf(shown()) } }),
  );
  const problem = (part: TemplatePart) => unknownIn(draft()[part], Object.keys(view().placeholders));
  const sound = () => parts.every((part) => problem(part) === null);
  const set = (part: TemplatePart, value: string) => setDraft((now) => ({ ...now, [part]: value }));
  return {
    ...{ draft, set, changed, own, problem, sound, preview, src },
    template: () => templateOf(draft()),
    toStored: () => setDraft(stored()),
    toWaybills: () => setDraft(draftOf(undefined)),
  };
}
export type TemplateDraft = ReturnType<typeof createTemplateDraft>;

/** Placeholders that nobody fills, said while they are typed; the server has the last word. */
function unknownIn(text: string, names: readonly string[]): string | null {
  const wrong = [...text.matchAll(/\{([^{}]*)\}/g)].map((m) => m[1] ?? "").filter((name) => !names.includes(name));
  if (wrong.length > 0) return `{${wrong[0]}} is not a placeholder. Choose one of those below.`;
  const open = /[{}]/.test(text.replace(/\{\w+\}/g, ""));
  return open ? "A brace { or } stands alone. Placeholders look like {order}." : null;
}
