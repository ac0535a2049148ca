import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, For, type JSX, on, onMount, Show } from "solid-js";
import { Keys } from "./keys.tsx";
import { createEntries, type Entry } from "./palette-entries.ts";

const OPTION = "palette-option-";
const optionId = (index: number) => `${OPTION}${index}`;

/** Search or jump: every command of what is on screen, orders and parcels by anything a person may have at hand. */
export function Palette(props: { onClose: () => void }): JSX.Element {
  let dialog!: HTMLDialogElement;
  let list!: HTMLDivElement;
  const [typed, setTyped] = createSignal("");
  const { groups, entries, asking, look } = createEntries(typed);
  const [at, setAt] = createSignal(0);
  const entryUnder = (event: Event) => {
    const option = event.target instanceof Element && event.target.closest("[role=option]");
    return option ? Number(option.id.slice(OPTION.length)) : -1;
  };
  onMount(() => {
    dialog.showModal();
    // The keyboard's way is the field's (`aria-activedescendant`); these are for pointers alone.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    list.addEventListener("pointermove", (event) => entryUnder(event) >= 0 && setAt(entryUnder(event)));
    list.addEventListener("click", (event) => choose(entries()[entryUnder(event)]));
  });

  createEffect(on(typed, () => setAt(0), { defer: true }));

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    // Closed first: what it does may open a dialog of its own, and focus goes back to the page before that.
    props.onClose();
    queueMicrotask(() => entry.run());
  };
  const move = (step: number) => {
    const n = entries().length;
    if (n === 0) return;
    setAt((now) => (now + step + n) % n);
    list.querySelector(`[id="${optionId(at())}"]`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <dialog ref={dialog} class="palette" aria-label="Search or jump" onClose={() => props.onClose()}>
      <div class="flex items-center gap-2.5 border-b border-line px-4">
        <span class="text-ink-3">
          <Icon name="search" />
        </span>
        <Field
          typed={typed()}
          active={entries().length > 0 ? optionId(at()) : undefined}
          onType={(text) => {
            setTyped(text);
            look(text);
          }}
          onMove={move}
          onEnter={() => choose(entries()[at()])}
        />
        <kbd class="kbd">Esc</kbd>
      </div>
      <div ref={list} id="palette-list" role="listbox" aria-label="Results" tabindex="-1" class="palette-list">
        <Groups groups={groups()} entries={entries()} at={at()} />
        <Show when={entries().length === 0}>
          <p class="px-4 py-8 text-center text-ink-2">
            {asking()
              ? "Looking…"
              : `Nothing is called “${typed().trim()}”. Try an order number, a name or a tracking number.`}
          </p>
        </Show>
      </div>
      <p class="wb-sr" role="status">
        {asking() ? "" : `${entries().length} results`}
      </p>
    </dialog>
  );
}

function Groups(props: {
  groups: readonly { name: string; entries: readonly Entry[] }[];
  entries: readonly Entry[];
  at: number;
}): JSX.Element {
  return (
    <For each={props.groups}>
      {(group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups options of a listbox
        <div role="group" aria-label={group.name}>
          <div class="px-4 pt-3 pb-1 text-xs font-medium text-ink-3" aria-hidden="true">
            {group.name}
          </div>
          <For each={group.entries}>
            {(entry) => {
              const index = () => props.entries.indexOf(entry);
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active option
                <div
                  id={optionId(index())}
                  role="option"
                  tabindex="-1"
                  aria-selected={index() === props.at}
                  class="palette-option"
                >
                  <span class="text-ink-3">
                    <Icon name={entry.icon} />
                  </span>
                  <span class="min-w-0 truncate">{entry.words}</span>
                  <Show when={entry.more}>
                    {(more) => <span class="min-w-0 flex-1 truncate text-ink-2">{more()}</span>}
                  </Show>
                  <Show when={entry.keys}>{(keys) => <Keys keys={keys()} class="ml-auto" />}</Show>
                </div>
              );
            }}
          </For>
        </div>
      )}
    </For>
  );
}

function Field(props: {
  typed: string;
  /** Id of the option that Enter chooses. */
  active: string | undefined;
  onType: (text: string) => void;
  onMove: (step: number) => void;
  onEnter: () => void;
}): JSX.Element {
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || (event.ctrlKey && event.key === "n")) props.onMove(1);
    else if (event.key === "ArrowUp" || (event.ctrlKey && event.key === "p")) props.onMove(-1);
    else if (event.key === "Enter") props.onEnter();
    else return;
    event.preventDefault();
  };
  return (
    <input
      class="h-12 w-full bg-transparent text-lg outline-none placeholder:text-ink-3"
      type="text"
      role="combobox"
      aria-expanded="true"
      aria-controls="palette-list"
      aria-activedescendant={props.active}
      aria-label="Search orders and parcels, or type what you want to do"
      placeholder="Order, customer, tracking number, or what to do"
      autocomplete="off"
      spellcheck={false}
      autofocus
      value={props.typed}
      onInput={(event) => props.onType(event.currentTarget.value)}
      onKeyDown={onKey}
    />
  );
}
