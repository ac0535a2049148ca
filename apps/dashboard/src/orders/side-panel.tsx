import { createSignal, type JSX, onCleanup, Suspense } from "solid-js";
import { onDemand } from "../parts/on-demand.tsx";
import { Loading } from "../parts/states.tsx";

const OrderView = onDemand(async () => (await import("../order/order-view.tsx")).OrderView);

const WIDE = "(min-width: 1200px)";

/** True where a panel fits beside the list. */
export function createIsWide() {
  const media = matchMedia(WIDE);
  const [wide, setWide] = createSignal(media.matches);
  const follow = () => setWide(media.matches);
  media.addEventListener("change", follow);
  onCleanup(() => media.removeEventListener("change", follow));
  return wide;
}

/**
 * One order beside the list, which stays live and usable. The focus stays where it is, so that j and k go on; Enter again, or
 * Tab from the row, leads into it.
 */
export function SidePanel(props: { id: string; onClose: () => void }): JSX.Element {
  return (
    <aside class="order-panel" aria-label="The open order" tabindex="-1">
      <Suspense fallback={<Loading what="the order" rows={8} />}>
        <OrderView id={props.id} panel onClose={props.onClose} />
      </Suspense>
    </aside>
  );
}
