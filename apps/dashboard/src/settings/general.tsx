import type { Locale } from "@waybill/domain/languages/messages";
import { For, type JSX } from "solid-js";
import { api } from "../api/api.ts";
import { Field } from "../parts/field.tsx";
import { useSession } from "../session/session.tsx";
import { createSettingsForm } from "./form.ts";
import { FormFrame } from "./form-frame.tsx";
import { TimeZoneField } from "./time-zone-field.tsx";

const languages: Record<Locale, string> = {
  en: "English",
  de: "Deutsch (German)",
  fr: "Français (French)",
  es: "Español (Spanish)",
  pt: "Português (Portuguese)",
  hi: "हिन्दी (Hindi)",
};

export function GeneralSection(): JSX.Element {
  const session = useSession();
  // The name also stands in the account's menu.
  const form = createSettingsForm({
    fields: ["name", "timeZone", "language"],
    read: () => api.get("/api/settings/general"),
    write: (json) => api.put("/api/settings/general", { json }),
    onSaved: () => void session.refresh(),
  });
  return (
    <FormFrame form={form} what="the general settings" label="General">
      {(value) => (
        <div class="set-narrow">
          <Field
            label="Name of the organisation"
            name="name"
            value={value().name}
            problem={form.problemOf("name")}
            help="For you and your colleagues. What customers read is under Branding."
            autocomplete="organization"
            onInput={(name) => form.set({ name })}
          />
          <TimeZoneField
            value={value().timeZone}
            problem={form.problemOf("timeZone")}
            onChange={(timeZone) => form.set({ timeZone })}
          />
          <div class="mb-4">
            <label class="label" for="language">
              Language of customers
            </label>
            <select
              id="language"
              class="input"
              aria-describedby="language-help"
              value={value().language}
              onChange={(event) => form.set({ language: event.currentTarget.value as Locale })}
            >
              <For each={Object.entries(languages)}>{([id, word]) => <option value={id}>{word}</option>}</For>
            </select>
            <p id="language-help" class="mt-1 text-sm text-ink-2">
              For mails and pages when a customer’s own language is not known or not among these.
            </p>
          </div>
        </div>
      )}
    </FormFrame>
  );
}
