import type { TemplatePart } from "@waybill/domain/email/own-words";
import type { Locale } from "@waybill/domain/languages/messages";
import type { TemplatesView } from "@waybill/domain/notification/answers";
import type { Template } from "@waybill/domain/organisation/settings";
import type { Trigger } from "@waybill/domain/shipment/notify";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import { api, type QueryOf, urlOf } from "../api/api.ts";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../shell/session.tsx";
import { PhoneFrame, pageIsDark, SchemeSwitch } from "./phone-frame.tsx";
import { dropDraft, keepDraft, takeDraft } from "./template-drafts.ts";
import { TemplateField } from "./template-field.tsx";
import { languageWord, triggerWord } from "./words.ts";

const parts: readonly TemplatePart[] = ["subject", "headline", "intro"];
const labels: Record<TemplatePart, string> = { subject: "Subject", headline: "Headline", intro: "First words" };
const longest: Record<TemplatePart, number> = { subject: 150, headline: 150, intro: 1000 };
const PAUSE_MS = 250;

const frameUrl = (query: QueryOf<"/api/templates/preview/html">) => urlOf("/api/templates/preview/html", { query });
type Draft = Record<TemplatePart, string>;
const draftOf = (template: Template | undefined): Draft => ({
  subject: template?.subject ?? "",
  headline: template?.headline ?? "",
  intro: template?.intro ?? "",
});

/** The words of one message in one language beside the mail that they make. */
export function TemplateEditor(props: {
  trigger: Trigger;
  language: Locale;
  view: TemplatesView;
  onLanguage: (language: Locale) => void;
  onSaved: (templates: TemplatesView["templates"]) => void;
}): JSX.Element {
  const session = useSession();
  const { trigger, language } = props;
  const key = `${trigger} ${language}`;
  const stored = () => draftOf(props.view.templates[trigger]?.[language]);
  const [draft, setDraft] = createSignal<Draft>(takeDraft(key) ?? stored());
  const [shown, setShown] = createSignal<Draft>(draft());
  const [last, setLast] = createSignal<TemplatePart>("intro");
  const fields = new Map<TemplatePart, HTMLInputElement | HTMLTextAreaElement>();
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
  const template = (input: Draft): Template => ({
    subject: input.subject.trim() || null,
    headline: input.headline.trim() || null,
    intro: input.intro.trim() || null,
  });
  const preview = createView(() =>
    api.post("/api/templates/preview", { json: { trigger, language, template: template(shown()) } }),
  );
  createEffect(on(shown, () => void preview.reload(), { defer: true }));
  const src = createMemo(() => frameUrl({ trigger, language, ...template(shown()) }));
  const names = () => Object.keys(props.view.placeholders);
  const problem = (part: TemplatePart) => unknownIn(draft()[part], names());
  const sound = () => parts.every((part) => problem(part) === null);
  const set = (part: TemplatePart, value: string) => setDraft((now) => ({ ...now, [part]: value }));

  /** Into the field that was edited last, where its caret stands. */
  const insert = (name: string) => {
    const part = last();
    const field = fields.get(part);
    const [from, to] = [field?.selectionStart ?? draft()[part].length, field?.selectionEnd ?? draft()[part].length];
    const text = `${draft()[part].slice(0, from)}{${name}}${draft()[part].slice(to)}`;
    if (text.length > longest[part]) return;
    set(part, text);
    field?.focus();
    field?.setSelectionRange(from + name.length + 2, from + name.length + 2);
  };
  const put = (next: Template | null) => api.put("/api/templates", { json: { trigger, language, template: next } });
  const save = createAction(async () => {
    props.onSaved(await put(template(draft())));
    setDraft(stored());
    say({ tone: "delivered", text: "Saved. The next message goes out in these words." });
  });
  const reset = createAction(async () => {
    if (own()) props.onSaved(await put(null));
    setDraft(draftOf(undefined));
    say({ tone: "delivered", text: "Waybill's own words are back." });
    fields.get("headline")?.focus();
  });
  const test = createAction(async () => {
    const asked = { trigger, language, template: template(draft()) };
    const sent = await api.post("/api/templates/test", { json: asked });
    say({ tone: "delivered", text: `On its way to ${sent.to}. It stands under Sent as well.` });
  });
  const [dark, setDark] = createSignal(pageIsDark());
  const may = () => session.may("admin");
  return (
    <>
      <form
        class="min-w-0"
        aria-label={`Words of “${triggerWord(trigger)}” in ${languageWord(language)}`}
        onSubmit={(event) => {
          event.preventDefault();
          if (changed() && sound() && may()) void save.run();
        }}
      >
        <div class="mb-4 flex flex-wrap items-end justify-between gap-3">
          <h2 class="text-lg font-semibold">{triggerWord(trigger)}</h2>
          <label class="flex items-center gap-2 text-sm text-ink-2">
            Language
            <select class="input !w-auto" onChange={(event) => props.onLanguage(event.currentTarget.value as Locale)}>
              <For each={props.view.languages}>
                {(one) => (
                  <option value={one} selected={one === language}>
                    {languageWord(one)}
                    {props.view.templates[trigger]?.[one] ? " ·  your words" : ""}
                  </option>
                )}
              </For>
            </select>
          </label>
        </div>
        <For each={parts}>
          {(part) => (
            <TemplateField
              label={labels[part]}
              name={part}
              lang={language}
              value={draft()[part]}
              placeholder={preview.data()?.waybill[part] ?? ""}
              longest={longest[part]}
              problem={problem(part)}
              disabled={!may()}
              onInput={(value) => set(part, value)}
              onFocus={() => setLast(part)}
              ref={(field) => fields.set(part, field)}
            />
          )}
        </For>
        <fieldset class="mb-4" disabled={!may()}>
          <legend class="label">Put into “{labels[last()]}”</legend>
          <div class="flex flex-wrap gap-1.5">
            <For each={Object.entries(props.view.placeholders)}>
              {([name, words]) => (
                <button type="button" class="ntf-chip" title={words} onClick={() => insert(name)}>
                  {`{${name}}`}
                  <span class="wb-sr">, {words}</span>
                </button>
              )}
            </For>
          </div>
        </fieldset>
        <Show
          when={may()}
          fallback={<p class="text-ink-2">Only an admin can change these words. Ask one of your organisation.</p>}
        >
          <div class="flex flex-wrap items-center gap-2">
            <button type="submit" class="btn btn-main" disabled={!changed() || !sound() || save.busy()}>
              {save.busy() ? "Saving…" : "Save"}
            </button>
            <button type="button" class="btn" disabled={!sound() || test.busy()} onClick={() => void test.run()}>
              <Icon name="mail" /> {test.busy() ? "Sending…" : "Send a test to me"}
            </button>
            <Show when={own() || changed()}>
              <button type="button" class="btn btn-bare" disabled={reset.busy()} onClick={() => void reset.run()}>
                Back to Waybill's words
              </button>
            </Show>
            <span class="text-sm text-ink-2" role="status">
              {changed() ? "Not saved yet" : ""}
            </span>
          </div>
        </Show>
        <p class="mt-4 max-w-[60ch] text-sm text-ink-2">
          An empty field keeps Waybill's words, which follow what happened to the parcel. Mails that are written already
          keep the words they were written with.
        </p>
      </form>
      <section class="ntf-look" aria-label="Preview">
        <div class="mb-2 flex justify-end">
          <SchemeSwitch dark={dark()} onDark={setDark} />
        </div>
        <PhoneFrame
          dark={dark()}
          src={src()}
          title={`Preview of “${triggerWord(trigger)}”`}
          subject={preview.data()?.subject ?? ""}
          from="As your customer sees it"
        />
      </section>
    </>
  );
}

/** Placeholders that nobody fills, said while they are typed; the server has the last word. */
export function unknownIn(text: string, names: readonly string[]): string | null {
  const wrong = [...text.matchAll(/\{([^{}]*)\}/g)].map((m) => m[1] ?? "").filter((name) => !names.includes(name));
  if (wrong.length > 0) return `{${wrong[0]}} is not a placeholder. Choose one of those below.`;
  const open = /[{}]/.test(text.replace(/\{\w+\}/g, ""));
  return open ? "A brace { or } stands alone. Placeholders look like {order}." : null;
}
