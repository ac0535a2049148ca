import { type JSX, Show, Suspense } from "solid-js";
import { onDemand } from "../parts/on-demand.tsx";
import { Empty } from "../parts/states.tsx";

const FirstSteps = onDemand(async () => (await import("../welcome/first-steps.tsx")).FirstSteps);

/** As high as the rows that will come: nothing moves when they do. */
export function Ghosts(): JSX.Element {
  return (
    <div class="orders" data-layout={innerWidth < 780 ? "card" : "wide"} role="status">
      <div class="orders-head" aria-hidden="true" />
      <span class="wb-sr">Loading the orders…</span>
      {Array.from({ length: 14 }, (_, i) => (
        <div class="orders-ghost" aria-hidden="true">
          <i style={{ width: `${92 - ((i * 17) % 40)}%` }} />
        </div>
      ))}
    </div>
  );
}

/** Why there is nothing, and the next step. */
export function NoOrders(props: { filtered: boolean; onClear: () => void }): JSX.Element {
  return (
    <Show
      when={props.filtered}
      fallback={
        <Suspense>
          <FirstSteps otherwise={<NoneYet />} />
        </Suspense>
      }
    >
      <Empty icon="search" title="No order matches">
        <p>Nothing fits the search and the filters together.</p>
        <button type="button" class="btn mt-4" onClick={() => props.onClear()}>
          Show all orders
        </button>
      </Empty>
    </Show>
  );
}

function NoneYet(): JSX.Element {
  return (
    <Empty icon="box" title="No orders yet">
      <p>Your shop is connected. Its orders appear here by themselves, newest first.</p>
      <a class="btn mt-4" href="/channels">
        See how the sync goes
      </a>
    </Empty>
  );
}
