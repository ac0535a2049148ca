import type { BrandingAnswer } from "@waybill/domain/organisation/answers";
import { createUniqueId, type JSX, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { Field } from "../../parts/field.tsx";
import { createSettingsForm, type SettingsForm } from "../form.ts";
import { FormFrame } from "../form-frame.tsx";
import { accentOr, accentWords } from "./accent.ts";
import { BrandingPreview } from "./branding-preview.tsx";
import { LogoField } from "./logo-field.tsx";

const FIELDS = ["name", "logo", "accent", "supportEmail", "supportUrl", "returnsUrl", "footer"] as const;

export function BrandingSection(): JSX.Element {
  const form = createSettingsForm({
    fields: FIELDS,
    read: () => api.get("/api/settings/branding"),
    write: (json) => api.put("/api/settings/branding", { json }),
  });
  return (
    <FormFrame form={form} what="your branding" label="Branding">
      {(value) => (
        <div class="set-two">
          <div>
            <Field
              label="Name that customers read"
              name="name"
              value={value().name}
              problem={form.problemOf("name")}
              onInput={(name) => form.set({ name })}
            />
            <LogoField logo={value().logo} problem={form.problemOf("logo")} onChange={(logo) => form.set({ logo })} />
            <AccentField form={form} accent={value().accent} />
            <Field
              label="Support e-mail"
              name="supportEmail"
              type="email"
              required={false}
              value={value().supportEmail ?? ""}
              problem={form.problemOf("supportEmail")}
              placeholder="help@shop.example"
              onInput={(text) => form.set({ supportEmail: text.trim() || null })}
            />
            <Field
              label="Support page"
              name="supportUrl"
              type="url"
              required={false}
              value={value().supportUrl ?? ""}
              problem={form.problemOf("supportUrl")}
              placeholder="https://shop.example/help"
              onInput={(text) => form.set({ supportUrl: text.trim() || null })}
            />
            <Field
              label="Returns page"
              name="returnsUrl"
              type="url"
              required={false}
              value={value().returnsUrl ?? ""}
              problem={form.problemOf("returnsUrl")}
              placeholder="https://shop.example/returns"
              onInput={(text) => form.set({ returnsUrl: text.trim() || null })}
            />
            <FooterField form={form} footer={value().footer} />
          </div>
          <BrandingPreview branding={value()} />
        </div>
      )}
    </FormFrame>
  );
}

/** The colour by picker or by its code, and what it means for reading. */
function AccentField(props: { form: SettingsForm<BrandingAnswer>; accent: string | null }): JSX.Element {
  const id = createUniqueId();
  const problem = () => props.form.problemOf("accent");
  const words = () => accentWords(accentOr(props.accent)).words;
  return (
    <div class="mb-4">
      <label class="label" for={id}>
        Accent colour <span class="font-normal text-ink-3">(optional)</span>
      </label>
      <div class="flex gap-2">
        <input
          type="color"
          class="set-colour"
          aria-label="Pick the accent colour"
          value={accentOr(props.accent)}
          onInput={(event) => props.form.set({ accent: event.currentTarget.value })}
        />
        <input
          id={id}
          class="input wb-mono"
          value={props.accent ?? ""}
          placeholder="#b45309"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={problem() ? "true" : undefined}
          aria-describedby={`${id}-more`}
          onInput={(event) => props.form.set({ accent: event.currentTarget.value.trim() || null })}
        />
        <Show when={props.accent}>
          <button type="button" class="btn btn-bare" onClick={() => props.form.set({ accent: null })}>
            Use Waybill’s
          </button>
        </Show>
      </div>
      <p id={`${id}-more`} class={`mt-1 text-sm ${problem() ? "text-failed" : "text-ink-2"}`} aria-live="polite">
        {problem() ?? words()}
      </p>
    </div>
  );
}

function FooterField(props: { form: SettingsForm<BrandingAnswer>; footer: string | null }): JSX.Element {
  const id = createUniqueId();
  const problem = () => props.form.problemOf("footer");
  return (
    <div class="mb-4">
      <label class="label" for={id}>
        Small print below mails <span class="font-normal text-ink-3">(optional)</span>
      </label>
      <textarea
        id={id}
        class="input"
        rows="2"
        maxlength="300"
        value={props.footer ?? ""}
        aria-describedby={`${id}-more`}
        onInput={(event) => props.form.set({ footer: event.currentTarget.value || null })}
      />
      <p id={`${id}-more`} class={`mt-1 text-sm ${problem() ? "text-failed" : "text-ink-2"}`}>
        {problem() ?? "Your company’s name and address, where a law asks for them."}
      </p>
    </div>
  );
}
