import type { Locale } from "@waybill/domain/languages/messages";
import type { TemplatesView } from "@waybill/domain/notification/answers";
import type { Template } from "@waybill/domain/organisation/settings";
import type { Trigger } from "@waybill/domain/shipment/notify";
import { Icon } from "@waybill/ui/icon";
import { type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";
import type { TemplateDraft } from "./template-draft.ts";

/** Saving the words, a test of them by mail, and the way back to Waybill's own. */
export function createTemplateActions(input: {
  message: { trigger: Trigger; language: Locale };
  draft: TemplateDraft;
  onSaved: (templates: TemplatesView["templates"]) => void;
  onReset: () => void;
}) {
  const { trigger, language } = input.message;
  const { draft } = input;
  const put = (next: Template | null) => api.put("/api/templates", { json: { trigger, language, template: next } });
  const save = createAction(async () => {
    input.onSaved(await put(draft.template()));
    draft.toStored();
    say({ tone: "delivered", text: "Saved. The next message goes out in these words." });
  });
  const reset = createAction(async () => {
    if (draft.own()) input.onSaved(await put(null));
    draft.toWaybills();
    say({ tone: "delivered", text: "Waybill's own words are back." });
    input.onReset();
  });
  const test = createAction(async () => {
    const asked = { trigger, language, template: draft.template() };
    const sent = await api.post("/api/templates/test", { json: asked });
    say({ tone: "delivered", text: `On its way to ${sent.to}. It stands under Sent as well.` });
  });
  return { save, reset, test };
}

/** The buttons below the words, and whether they are saved. */
export function TemplateActions(props: {
  draft: TemplateDraft;
  actions: ReturnType<typeof createTemplateActions>;
}): JSX.Element {
  const { changed, sound, own } = props.draft;
  const { save, reset, test } = props.actions;
  return (
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
  );
}
