import type { TemplatePart } from "@waybill/domain/email/own-words";
import type { Locale } from "@waybill/domain/languages/messages";
import type { TemplatesView } from "@waybill/domain/notification/answers";
import { createSignal, For, type JSX } from "solid-js";
import { longest, parts, type TemplateDraft } from "./template-draft.ts";
import { TemplateField } from "./template-field.tsx";

const labels: Record<TemplatePart, string> = { subject: "Subject", headline: "Headline", intro: "First words" };

/** The fields of a message, and the placeholders that can be put into the one that was edited last. */
export function TemplateFields(props: {
  draft: TemplateDraft;
  language: Locale;
  placeholders: TemplatesView["placeholders"];
  disabled: boolean;
  fields: Map<TemplatePart, HTMLInputElement | HTMLTextAreaElement>;
}): JSX.Element {
  const { draft, set, problem, preview } = props.draft;
  const [last, setLast] = createSignal<TemplatePart>("intro");
  /** Into the field that was edited last, where its caret stands. */
  const insert = (name: string) => {
    const part = last();
    const field = props.fields.get(part);
    const [from, to] = [field?.selectionStart ?? draft()[part].length, field?.selectionEnd ?? draft()[part].length];
    const text = `${draft()[part].slice(0, from)}{${name}}${draft()[part].slice(to)}`;
    if (text.length > longest[part]) return;
    set(part, text);
    field?.focus();
    field?.setSelectionRange(from + name.length + 2, from + name.length + 2);
  };
  return (
    <>
      <For each={parts}>
        {(part) => (
          <TemplateField
            label={labels[part]}
            name={part}
            lang={props.language}
            value={draft()[part]}
            placeholder={preview.data()?.waybill[part] ?? ""}
            longest={longest[part]}
            problem={problem(part)}
            disabled={props.disabled}
            onInput={(value) => set(part, value)}
            onFocus={() => setLast(part)}
            ref={(field) => props.fields.set(part, field)}
          />
        )}
      </For>
      <fieldset class="mb-4" disabled={props.disabled}>
        <legend class="label">Put into “{labels[last()]}”</legend>
        <div class="flex flex-wrap gap-1.5">
          <For each={Object.entries(props.placeholders)}>
            {([name, words]) => (
              <button type="button" class="ntf-chip" title={words} onClick={() => insert(name)}>
                {`{${name}}`}
                <span class="wb-sr">, {words}</span>
              </button>
            )}
          </For>
        </div>
      </fieldset>
    </>
  );
}
