import type { CatalogueEntry } from "@waybill/domain/connection/answers";
import { createSignal, For, type JSX, Show } from "solid-js";
import { Mark } from "../mark.tsx";

/** So many platforms are seen at a glance; more are searched. */
const AT_A_GLANCE = 8;

/** What can be connected; searched when there is much of it. */
export function Catalogue(props: {
  adapters: readonly CatalogueEntry[];
  practice: boolean;
  onChoose: (adapter: string) => void;
  onPractice: () => void;
  /** Side by side where there is room. */
  wide?: boolean;
}): JSX.Element {
  const [search, setSearch] = createSignal("");
  const found = () => {
    const wanted = search().trim().toLowerCase();
    return props.adapters.filter((a) => `${a.name} ${a.about}`.toLowerCase().includes(wanted));
  };
  return (
    <div
      class="grid grid-cols-[minmax(0,1fr)] gap-2"
      classList={{ "md:grid-cols-2 xl:grid-cols-3 md:gap-4": props.wide }}
    >
      <Show when={props.adapters.length > AT_A_GLANCE}>
        <input
          class="input col-span-full"
          type="search"
          placeholder="Search platforms"
          aria-label="Search platforms"
          value={search()}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </Show>
      <For each={found()} fallback={<p class="text-ink-2">No platform is called so.</p>}>
        {(adapter) => (
          <button type="button" class="cn-pick" onClick={() => props.onChoose(adapter.id)}>
            <Mark letters={adapter.mark} name={adapter.name} />
            <span class="min-w-0">
              <span class="block font-semibold">{adapter.name}</span>
              <span class="block text-sm text-ink-2">{adapter.about}</span>
            </span>
          </button>
        )}
      </For>
      <Show when={props.practice}>
        <button type="button" class="cn-pick" onClick={() => props.onPractice()}>
          <Mark name="??" />
          <span class="min-w-0">
            <span class="block font-semibold">Practice shop</span>
            <span class="block text-sm text-ink-2">
              A simulated shop with its carriers: orders and parcels that move by themselves. Removed with one click.
            </span>
          </span>
        </button>
      </Show>
    </div>
  );
}
