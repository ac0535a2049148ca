import type { TemplatePart } from "@waybill/domain/email/own-words";
import { createUniqueId, type JSX, Show } from "solid-js";

/** One part of a message. What Waybill says itself stands behind it while it is empty. */
export function TemplateField(props: {
  label: string;
  name: TemplatePart;
  lang: string;
  value: string;
  placeholder: string;
  longest: number;
  problem: string | null;
  disabled: boolean;
  onInput: (value: string) => void;
  onFocus: () => void;
  ref: (field: HTMLInputElement | HTMLTextAreaElement) => void;
}): JSX.Element {
  const id = createUniqueId();
  const shared = () => ({
    id,
    name: props.name,
    lang: props.lang,
    placeholder: props.placeholder,
    maxLength: props.longest,
    disabled: props.disabled,
    "aria-invalid": props.problem ? ("true" as const) : undefined,
    "aria-describedby": props.problem ? `${id}-problem` : undefined,
    onFocus: () => props.onFocus(),
  });
  return (
    <div class="mb-4">
      <label class="label" for={id}>
        {props.label}
      </label>
      <Show
        when={props.name === "intro"}
        fallback={
          <input
            {...shared()}
            ref={(field) => props.ref(field)}
            class="input"
            value={props.value}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
        }
      >
        <textarea
          {...shared()}
          ref={(field) => props.ref(field)}
          class="input"
          rows={5}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </Show>
      <Show when={props.problem}>
        {(problem) => (
          <p id={`${id}-problem`} class="mt-1 text-sm text-failed">
            {problem()}
          </p>
        )}
      </Show>
    </div>
  );
}
