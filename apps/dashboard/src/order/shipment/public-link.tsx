import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { Icon } from "@waybill/ui/icon";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { createAction } from "../../parts/action.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { say } from "../../parts/toast.tsx";
import { useSession } from "../../session/session.tsx";

/** The customer's page of a parcel: open it, copy its link, replace it, or take it back. */
export function PublicLink(props: { shipment: ShipmentView; onChanged: () => void }): JSX.Element {
  const session = useSession();
  const [asked, setAsked] = createSignal<"revoke" | "renew" | null>(null);
  const path = () => `/track/${props.shipment.trackToken}`;
  const revoked = () => (props.shipment.link?.revokedAt ?? null) !== null;
  const set = createAction(async (action: "revoke" | "renew") => {
    await api.put("/api/shipments/:id/link", { param: { id: props.shipment.id }, json: { action } });
    setAsked(null);
    say({ tone: "delivered", text: action === "revoke" ? "The link is turned off." : "There is a new link." });
    props.onChanged();
  });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(new URL(path(), location.href).href);
      say({ tone: "delivered", text: "The customer’s link is copied." });
    } catch {
      say({ tone: "failed", text: "The browser does not allow copying here. Open the page and copy its address." });
    }
  };
  return (
    <div class="flex flex-wrap items-center gap-y-1 text-sm sm:gap-x-1">
      <Show
        when={!revoked()}
        fallback={
          <span class="wb-badge wb-attention">
            <Icon name="attention" /> The customer’s link is turned off
          </span>
        }
      >
        <a class="link mr-1 inline-flex items-center gap-1" href={path()} target="_blank" rel="noopener" data-public>
          Customer’s page <Icon name="external" />
        </a>
        <button type="button" class="btn btn-small btn-bare !px-1 sm:!px-1.5" onClick={() => void copy()}>
          Copy link
        </button>
      </Show>
      <Show when={session.may("agent")}>
        <button type="button" class="btn btn-small btn-bare !px-1 sm:!px-1.5" onClick={() => setAsked("renew")}>
          New link
        </button>
        <Show when={!revoked()}>
          <button type="button" class="btn btn-small btn-bare !px-1 sm:!px-1.5" onClick={() => setAsked("revoke")}>
            Turn off
          </button>
        </Show>
      </Show>
      <Confirm
        open={asked() !== null}
        title={asked() === "revoke" ? "Turn the customer’s link off" : "Make a new link"}
        action={set.busy() ? "One moment…" : asked() === "revoke" ? "Turn it off" : "Make a new one"}
        busy={set.busy()}
        onYes={() => {
          const action = asked();
          if (action) void set.run(action);
        }}
        onClose={() => setAsked(null)}
      >
        {asked() === "revoke"
          ? "Whoever opens the link sees that there is no such parcel. A new link can be made later; this one stays dead."
          : "The old link stops working at once, also in mails that were sent. Send the customer the new one."}
      </Confirm>
    </div>
  );
}
