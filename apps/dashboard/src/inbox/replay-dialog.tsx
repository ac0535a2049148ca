import type { AnyReplayed } from "@waybill/domain/inbox/answers";
import { Icon } from "@waybill/ui/icon";
import { createResource, createSignal, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { Dialog } from "../parts/dialog.tsx";
import { type InboxChosen, inboxQuery } from "./inbox-query.ts";
import { ReplayResult } from "./replay-result.tsx";

/** Reads everything that the list shows again, or all there is; says before what will happen and after what did. */
export function ReplayDialog(props: {
  open: boolean;
  chosen: InboxChosen;
  isFiltered: boolean;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  return (
    <Dialog open={props.open} title="Read webhooks again" onClose={() => props.onClose()}>
      <Body {...props} />
    </Dialog>
  );
}

function Body(props: {
  chosen: InboxChosen;
  isFiltered: boolean;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  // Fixed when the dialog opens: what is counted is what is read again.
  const filter = { query: inboxQuery(props.chosen, Date.now()) };
  const [count] = createResource(() => api.get("/api/inbox/count", filter).catch(() => null));
  const [result, setResult] = createSignal<AnyReplayed | null>(null);
  const replay = createAction(async () => {
    setResult(await api.post("/api/inbox/replay", filter));
    props.onDone();
  });
  const amount = () => {
    const counted = count();
    if (!counted) return "the webhooks";
    const n = counted.deliveries.toLocaleString();
    return counted.more ? `more than ${n} webhooks` : counted.deliveries === 1 ? "1 webhook" : `${n} webhooks`;
  };
  const tooMany = () => props.isFiltered && count()?.more === true;
  return (
    <Show
      when={result()}
      fallback={
        <>
          <p>
            {props.isFiltered ? "The list's filters hold " : "Without a filter these are "}
            <strong>{count.loading ? "…" : amount()}</strong>.
          </p>
          <ul class="mt-3 list-disc space-y-1 pl-5 text-ink-2">
            <li>
              {props.isFiltered ? "Parcels they speak of are" : "Every parcel is"} rebuilt from everything that was ever
              told of {props.isFiltered ? "them" : "it"}, with today's parsers.
            </li>
            <Show when={props.isFiltered}>
              <li>What was not understood, failed or found no parcel goes through the door once more.</li>
            </Show>
            <li>With unchanged parsers nothing changes. No mail is sent for what is rebuilt.</li>
          </ul>
          <Show when={tooMany()}>
            <p class="mt-3 text-attention">That is too many at once. Choose a shorter time or one connection.</p>
          </Show>
          <div class="mt-5 flex justify-end gap-2">
            <button type="button" class="btn" onClick={() => props.onClose()}>
              Cancel
            </button>
            <button
              type="button"
              class="btn btn-main"
              disabled={replay.busy() || tooMany() || count()?.deliveries === 0}
              onClick={() => void replay.run()}
            >
              <Icon name="retry" /> {replay.busy() ? "Reading…" : "Read them again"}
            </button>
          </div>
          <p class="mt-2 text-sm text-ink-2" role="status">
            {replay.busy() ? "This takes a moment; deliveries keep coming in meanwhile." : ""}
          </p>
        </>
      }
    >
      {(done) => <ReplayResult done={done()} onClose={() => props.onClose()} />}
    </Show>
  );
}
