import { createUniqueId, type JSX, Show } from "solid-js";

/** A labelled input with its help and its problem, all read together. */
export function Field(props: {
  label: string;
  name: string;
  type?: string;
  value?: string;
  help?: string | null;
  problem?: string | null;
  placeholder?: string | null;
  required?: boolean;
  autocomplete?: string;
  autofocus?: boolean;
  minLength?: number;
  mono?: boolean;
  onInput?: (value: string) => void;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="mb-4">
      <label class="label" for={id}>
        {props.label}
        <Show when={props.required === false}>
          <span class="font-normal text-ink-3"> (optional)</span>
        </Show>
      </label>
      <input
        id={id}
        class={`input ${props.mono ? "wb-mono" : ""}`}
        name={props.name}
        type={props.type ?? "text"}
        value={props.value ?? ""}
        placeholder={props.placeholder ?? undefined}
        required={props.required ?? true}
        autocomplete={props.autocomplete ?? "off"}
        autofocus={props.autofocus}
        minLength={props.minLength}
        aria-invalid={props.problem ? "true" : undefined}
        aria-describedby={props.help || props.problem ? `${id}-more` : undefined}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
      />
      <Show when={props.problem ?? props.help}>
        {(text) => (
          <p id={`${id}-more`} class={`mt-1 text-sm ${props.problem ? "text-failed" : "text-ink-2"}`}>
            {text()}
          </p>
        )}
      </Show>
    </div>
  );
}
