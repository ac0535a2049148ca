import { createSignal, type JSX, Show } from "solid-js";
import { readLogo } from "./logo-file.ts";

/** The seller's logo: chosen or dropped, made small enough here, shown, removed. */
export function LogoField(props: {
  logo: string | null;
  problem: string | null;
  onChange: (logo: string | null) => void;
}): JSX.Element {
  const [refused, setRefused] = createSignal<string | null>(null);
  const [note, setNote] = createSignal<string | null>(null);
  const [over, setOver] = createSignal(false);
  let input!: HTMLInputElement;
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = await readLogo(file);
    setRefused(read.ok ? null : read.words);
    setNote(read.ok ? read.note : null);
    if (read.ok) props.onChange(read.logo);
  };
  return (
    <div class="mb-4">
      <span class="label" id="logo-label">
        Logo <span class="font-normal text-ink-3">(optional)</span>
      </span>
      {/* Dropping is a second way; the button beside it does the same by keyboard. */}
      <section
        aria-labelledby="logo-label"
        class="set-logo"
        classList={{ over: over() }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <Show when={props.logo} fallback={<span class="text-ink-2">No logo: customers see your name.</span>}>
          {(logo) => <img class="set-logo-img" src={logo()} alt="Your logo" />}
        </Show>
        <span class="ml-auto flex gap-2">
          <button type="button" class="btn" onClick={() => input.click()}>
            {props.logo ? "Change…" : "Choose a file…"}
          </button>
          <Show when={props.logo}>
            <button
              type="button"
              class="btn btn-bare"
              onClick={() => {
                setNote(null);
                props.onChange(null);
              }}
            >
              Remove
            </button>
          </Show>
        </span>
        <input
          ref={input}
          type="file"
          class="wb-sr"
          tabindex="-1"
          aria-label="Logo file"
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
      </section>
      <p class={`mt-1 text-sm ${(refused() ?? props.problem) ? "text-failed" : "text-ink-2"}`} role="status">
        {refused() ?? props.problem ?? note() ?? "PNG, JPEG or WebP. A large one is made smaller for you."}
      </p>
    </div>
  );
}
