import type { ConnectionView } from "@waybill/domain/connection/answers";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { kindWords } from "../connections/kinds.ts";
import { createAction } from "../parts/action.ts";
import { Copy } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { say } from "../parts/toast.tsx";
import { adapterName } from "./inbox-row.tsx";

/** Sends a connection a sample of its platform's webhooks and says what came of it. */
function createTest(onArrived: (inboxId: number) => void) {
  return createAction(async (connection: ConnectionView) => {
    const path = `${kindWords(connection.kind).path}/:id/test-webhook` as const;
    const { outcome, inboxId, reason } = await api.post(path, { param: { id: connection.id } });
    if (outcome === "rejected" || inboxId === null) {
      say({ tone: "failed", text: `${connection.name} refused it: ${reason ?? "no reason given"}` });
      return;
    }
    say({ tone: "delivered", text: `The test for ${connection.name} was verified and kept as webhook ${inboxId}.` });
    onArrived(inboxId);
  });
}

/** Every connection with its address, and a button that sends it a signed sample. */
export function TestDialog(props: {
  open: boolean;
  connections: readonly ConnectionView[];
  onArrived: (inboxId: number) => void;
  onClose: () => void;
}): JSX.Element {
  return (
    <Dialog open={props.open} title="Send a test webhook" onClose={() => props.onClose()}>
      <p class="text-ink-2">
        Waybill makes up a sample, signs it with the connection's own secret and posts it through the public door. It is
        about a parcel or an order that does not exist: it proves the way and changes nothing of yours.
      </p>
      <TestList
        connections={props.connections}
        onArrived={(id) => {
          props.onClose();
          props.onArrived(id);
        }}
      />
    </Dialog>
  );
}

export function TestList(props: {
  connections: readonly ConnectionView[];
  readonly?: boolean;
  onArrived: (inboxId: number) => void;
}): JSX.Element {
  const test = createTest((id) => props.onArrived(id));
  return (
    <ul class="mt-4 divide-y divide-line border-y border-line text-left">
      <For
        each={props.connections}
        fallback={
          <li class="py-3 text-ink-2">
            Nothing is connected yet.{" "}
            <a class="link" href="/channels">
              Connect a channel
            </a>{" "}
            or{" "}
            <a class="link" href="/carriers">
              a carrier
            </a>{" "}
            first.
          </li>
        }
      >
        {(connection) => (
          <li class="flex items-center gap-3 py-2.5">
            <span class="min-w-0 flex-1">
              <span class="font-medium">{connection.name}</span>{" "}
              <Show when={adapterName(connection) !== connection.name}>
                <span class="text-sm text-ink-2">{adapterName(connection)}</span>
              </Show>
              <span class="block text-sm text-ink-2">
                <Copy text={connection.webhookUrl} label={`the webhook address of ${connection.name}`} />
              </span>
            </span>
            <Show when={!props.readonly}>
              <Show
                when={connection.kind !== "sender"}
                fallback={
                  <span class="max-w-[150px] text-xs text-ink-2">
                    Send one from {adapterName(connection)}'s own pages.
                  </span>
                }
              >
                <button
                  type="button"
                  class="btn btn-small"
                  aria-label={`Send ${connection.name} a test webhook`}
                  disabled={test.busy()}
                  onClick={() => void test.run(connection)}
                >
                  {test.busy() ? "Sending…" : "Send"}
                </button>
              </Show>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}
