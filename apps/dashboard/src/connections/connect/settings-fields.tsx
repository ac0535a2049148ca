import type { SettingsField } from "@waybill/domain/connection/answers";
import { createEffect, createSignal, For, type JSX, Show } from "solid-js";
import { Field } from "../../parts/field.tsx";

/** The inputs of an adapter's settings, in its own order; what few need is folded away. */
export function SettingsFields(props: {
  fields: readonly SettingsField[];
  problemOf: (name: string) => string | null;
  /** Stored open values; with them, secrets are stored too and are only replaced. */
  stored?: Record<string, string>;
  /** Secrets are asked for at once: the stored ones were refused. */
  replacing?: boolean;
}): JSX.Element {
  const part = (advanced: boolean) => props.fields.filter((field) => field.advanced === advanced);
  const inputs = (advanced: boolean) => (
    <For each={part(advanced)}>
      {(field) => (
        <Show
          when={props.stored && field.kind === "secret"}
          fallback={
            <Input field={field} value={props.stored?.[field.name]} problem={props.problemOf(field.name)} required />
          }
        >
          <Secret field={field} problem={props.problemOf(field.name)} open={props.replacing ?? false} />
        </Show>
      )}
    </For>
  );
  const unfolded = () => part(true).some((field) => props.problemOf(field.name) !== null);
  return (
    <>
      {inputs(false)}
      <Show when={part(true).length > 0}>
        <details class="mb-4" open={unfolded()}>
          <summary class="mb-3 cursor-pointer text-sm text-ink-2">More settings: sandboxes, own servers</summary>
          {inputs(true)}
        </details>
      </Show>
    </>
  );
}

function Input(props: {
  field: SettingsField;
  value?: string;
  problem: string | null;
  required: boolean;
  autofocus?: boolean;
}): JSX.Element {
  const f = () => props.field;
  return (
    <Field
      label={f().label}
      name={f().name}
      // A url input would refuse by the browser's words; ours stand beside the field.
      type={f().kind === "secret" ? "password" : "text"}
      value={props.value === f().default ? "" : props.value}
      required={props.required && f().required}
      help={f().help}
      placeholder={f().placeholder ?? f().default}
      problem={props.problem}
      mono={f().kind !== "text"}
      autofocus={props.autofocus}
      autocomplete={f().kind === "secret" ? "new-password" : "off"}
    />
  );
}

/** A stored secret: never shown, replaced when asked. */
function Secret(props: { field: SettingsField; problem: string | null; open: boolean }): JSX.Element {
  const [replacing, setReplacing] = createSignal(props.open);
  // Refused without it (the address was moved): asked for where it is missing.
  createEffect(() => props.problem !== null && setReplacing(true));
  return (
    <Show
      when={replacing()}
      fallback={
        <div class="mb-4">
          <p class="label">{props.field.label}</p>
          <div class="flex flex-wrap items-center gap-3">
            <span class="wb-mono text-ink-2">
              {props.field.required ? "••••••••  stored, sealed" : "stored, if it was given"}
            </span>
            <button
              type="button"
              class="btn btn-small"
              aria-label={`Replace ${props.field.label}`}
              onClick={() => setReplacing(true)}
            >
              Replace
            </button>
          </div>
        </div>
      }
    >
      <Input
        field={{ ...props.field, label: `New ${props.field.label}`, help: "Left empty, the stored one stays." }}
        problem={props.problem}
        required
        autofocus
      />
    </Show>
  );
}

/** The values of a settings form that were filled in; empty ones are left out. */
export function valuesOf(form: HTMLFormElement, fields: readonly SettingsField[]): Record<string, string> {
  const data = new FormData(form);
  const entries = fields.map(({ name }) => [name, String(data.get(name) ?? "").trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}
