import type { TemplatePart } from "@waybill/domain/email/own-words";
import type { Locale } from "@waybill/domain/languages/messages";
import type { TemplatesView } from "@waybill/domain/notification/answers";
import type { Trigger } from "@waybill/domain/shipment/notify";
import { createSignal, For, type JSX, Show } from "solid-js";
import { useSession } from "../session/session.tsx";
import { PhoneFrame, pageIsDark, SchemeSwitch } from "./phone-frame.tsx";
import { createTemplateActions, TemplateActions } from "./template-actions.tsx";
import { createTemplateDraft } from "./template-draft.ts";
import { TemplateFields } from "./template-fields.tsx";
import { languageWord, triggerWord } from "./words.ts";

type Props = {
  trigger: Trigger;
  language: Locale;
  view: TemplatesView;
  onLanguage: (language: Locale) => void;
  onSaved: (templates: TemplatesView["templates"]) => void;
};

/** The words of one message in one language beside the mail that they make. */
export function TemplateEditor(props: Props): JSX.Element {
  const session = useSession();
  const { trigger, language } = props;
  const draft = createTemplateDraft({ trigger, language }, () => props.view);
  const fields = new Map<TemplatePart, HTMLInputElement | HTMLTextAreaElement>();
  const actions = createTemplateActions({
    message: { trigger, language },
    draft,
    onSaved: (templates) => props.onSaved(templates),
    onReset: () => fields.get("headline")?.focus(),
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
          if (draft.changed() && draft.sound() && may()) void actions.save.run();
        }}
      >
        <EditorHead {...props} />
        <TemplateFields
          draft={draft}
          language={language}
          placeholders={props.view.placeholders}
          disabled={!may()}
          fields={fields}
        />
        <Show
          when={may()}
          fallback={<p class="text-ink-2">Only an admin can change these words. Ask one of your organisation.</p>}
        >
          <TemplateActions draft={draft} actions={actions} />
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
          src={draft.src()}
          title={`Preview of “${triggerWord(trigger)}”`}
          subject={draft.preview.data()?.subject ?? ""}
          from="As your customer sees it"
        />
      </section>
    </>
  );
}

/** Which message it is, and in which language. */
function EditorHead(props: Props): JSX.Element {
  const { trigger, language } = props;
  return (
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
  );
}
