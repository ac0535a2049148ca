import type { ConnectionView } from "@waybill/domain/connection/answers";
import { createResource, For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { Confirm } from "../parts/dialog.tsx";
import { disconnectWords } from "./disconnect-words.ts";
import { kindWords } from "./kinds.ts";

/** Asks before a connection is left, saying exactly what will happen to what it carries now. */
export function DisconnectDialog(props: {
  open: boolean;
  connection: ConnectionView;
  platform: string;
  others: number;
  busy: boolean;
  onYes: () => void;
  onClose: () => void;
}): JSX.Element {
  const c = () => props.connection;
  const [health] = createResource(
    () => props.open && c().id,
    (id) => api.get(`${kindWords(c().kind).path}/:id/health`, { param: { id } }).catch(() => null),
  );
  const words = () => {
    const known = health();
    return known ? disconnectWords(known, props) : null;
  };
  return (
    <Confirm
      open={props.open}
      title={`Disconnect ${c().name}?`}
      action={props.busy ? "Disconnecting…" : "Disconnect"}
      busy={props.busy}
      onYes={props.onYes}
      onClose={props.onClose}
    >
      <div class="min-h-40">
        <Show
          when={words()}
          fallback={
            <p role="status">
              {health.loading
                ? "Looking at what hangs on it…"
                : "What it carries could not be read; everything received stays."}
            </p>
          }
        >
          {(what) => (
            <>
              <h3 class="mb-1 font-medium text-ink">What stops</h3>
              <ul class="mb-3 list-disc pl-5">
                <For each={what().stops}>{(line) => <li>{line}</li>}</For>
              </ul>
              <h3 class="mb-1 font-medium text-ink">What stays</h3>
              <ul class="list-disc pl-5">
                <For each={what().stays}>{(line) => <li>{line}</li>}</For>
              </ul>
            </>
          )}
        </Show>
      </div>
    </Confirm>
  );
}
