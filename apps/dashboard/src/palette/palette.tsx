import { useNavigate } from "@solidjs/router";
import { Icon, type IconName } from "@waybill/ui/icon";
import { leadingLook, shipmentLook } from "@waybill/ui/status-groups";
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount, Show } from "solid-js";
import { api } from "../api/api.ts";
import { commands } from "./commands.ts";
import { fit } from "./palette-match.ts";

type Entry = {
  id: string;
  group: string;
  words: string;
  more: string | null;
  keys: string | null;
  icon: IconName;
  run: () => void;
};

const TYPING_MS = 120;
const MOST_PER_GROUP = 7;

/** Search or jump: every command of what is on screen, orders and parcels by anything a person may have at hand. */
export function Palette(props: { onClose: () => void }): JSX.Element {
  let dialog!: HTMLDialogElement;
  let list!: HTMLDivElement;
  const navigate = useNavigate();
  const [typed, setTyped] = createSignal("");
  const [found, setFound] = createSignal<readonly Entry[]>([]);
  const [asking, setAsking] = createSignal(false);
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

  const known = createMemo((): Entry[] =>
    commands()
      .flatMap((command) => {
        const own = fit(typed(), command.words);
        const score = own ?? (command.also === undefined ? null : fit(typed(), command.also));
        return score === null ? [] : [{ command, score: own === null ? score - 10 : score }];
      })
      // Without a word typed the order is the pages' own; the sort is stable.
      .sort((a, b) => b.score - a.score)
      .map(({ command }) => ({
        id: command.id,
        group: command.group,
        words: command.words,
        more: null,
        keys: command.keys ?? null,
        icon: command.group === "Go to" ? "right" : "bolt",
        run: command.run,
      })),
  );
  const groups = createMemo(() => {
    const byGroup = new Map<string, Entry[]>();
    for (const entry of [...found(), ...known()]) {
      const held = byGroup.get(entry.group) ?? [];
      if (held.length < (typed() ? MOST_PER_GROUP : 12)) byGroup.set(entry.group, [...held, entry]);
    }
    return [...byGroup].map(([name, entries]) => ({ name, entries }));
  });
  const entries = createMemo(() => groups().flatMap((group) => group.entries));
  createEffect(on(typed, () => setAt(0), { defer: true }));

  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const look = (text: string) => {
    setTyped(text);
    clearTimeout(timer);
    const mine = ++latest;
    const q = text.trim();
    setAsking(q.length > 1);
    if (q.length < 2) {
      setFound([]);
      return;
    }
    timer = setTimeout(async () => {
      const entries = await search(q, navigate).catch(() => []);
      if (mine !== latest) return;
      setFound(entries);
      setAsking(false);
    }, TYPING_MS);
  };
  onCleanup(() => clearTimeout(timer));

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
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || (event.ctrlKey && event.key === "n")) move(1);
    else if (event.key === "ArrowUp" || (event.ctrlKey && event.key === "p")) move(-1);
    else if (event.key === "Enter") choose(entries()[at()]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} class="palette" aria-label="Search or jump" onClose={() => props.onClose()}>
      <div class="flex items-center gap-2.5 border-b border-line px-4">
        <span class="text-ink-3">
          <Icon name="search" />
        </span>
        <input
          class="h-12 w-full bg-transparent text-lg outline-none placeholder:text-ink-3"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={entries().length > 0 ? optionId(at()) : undefined}
          aria-label="Search orders and parcels, or type what you want to do"
          placeholder="Order, customer, tracking number, or what to do"
          autocomplete="off"
          spellcheck={false}
          autofocus
          value={typed()}
          onInput={(event) => look(event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <kbd class="kbd">Esc</kbd>
      </div>
      <div ref={list} id="palette-list" role="listbox" aria-label="Results" tabindex="-1" class="palette-list">
        <For each={groups()}>
          {(group) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups options of a listbox
            <div role="group" aria-label={group.name}>
              <div class="px-4 pt-3 pb-1 text-xs font-medium text-ink-3" aria-hidden="true">
                {group.name}
              </div>
              <For each={group.entries}>
                {(entry) => {
                  const index = () => entries().indexOf(entry);
                  return (
                    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active option
                    <div
                      id={optionId(index())}
                      role="option"
                      tabindex="-1"
                      aria-selected={index() === at()}
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

const OPTION = "palette-option-";
const optionId = (index: number) => `${OPTION}${index}`;

/** Keys as caps: "g o" → two, "Mod+k" → the platform's own. */
export function Keys(props: { keys: string; class?: string }): JSX.Element {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const cap = (key: string) =>
    key
      .replace("Mod+", isMac ? "⌘" : "Ctrl ")
      .replace("ArrowDown", "↓")
      .replace("ArrowUp", "↑")
      .replace("Escape", "Esc");
  return (
    <span class={`inline-flex shrink-0 gap-1 ${props.class ?? ""}`}>
      <For each={props.keys.split(" ")}>{(key) => <kbd class="kbd">{cap(key)}</kbd>}</For>
    </span>
  );
}

async function search(q: string, navigate: (to: string) => void): Promise<Entry[]> {
  const text = encodeURIComponent(q);
  const [orders, shipments] = await Promise.all([
    api.get("/api/orders", { query: { limit: 6, q: text } }),
    api.get("/api/shipments", { query: { limit: 4, q: text } }),
  ]);
  const number = q.replace(/[\s-]/g, "").toUpperCase();
  return [
    ...orders.items.map((order) => ({
      id: order.id,
      group: "Orders",
      words: order.number,
      more: [order.customerName ?? order.customerEmail, leadingLook(order).word].filter(Boolean).join(" · "),
      keys: null,
      icon: "box" as const,
      run: () => navigate(`/orders/${order.id}`),
    })),
    ...shipments.items
      .filter((shipment) => shipment.number.includes(number))
      .map((shipment) => ({
        id: shipment.id,
        group: "Parcels",
        words: shipment.number,
        more: shipmentLook(shipment.status, shipment.reason).word,
        keys: null,
        icon: "out" as const,
        run: () => navigate(shipment.orderId ? `/orders/${shipment.orderId}` : `/shipments?open=${shipment.id}`),
      })),
  ];
}
