import { useNavigate } from "@solidjs/router";
import type { ConnectionView } from "@waybill/domain/connection/answers";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { Confirm } from "../parts/dialog.tsx";
import { say } from "../parts/toast.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { kindWords } from "./kinds.ts";

/** The end of a connection, or of the practice shop: said what stops and what stays, then done. */
export function ConnectionEnd(props: {
  connection: ConnectionView;
  platform: string;
  /** Other connections of its kind. */
  others: number;
  practice: boolean;
  onChanged: () => void;
}): JSX.Element {
  const navigate = useNavigate();
  const c = () => props.connection;
  const noun = () => kindWords(c().kind);
  const [leaving, setLeaving] = createSignal<"this" | "practice" | null>(null);
  const leave = createAction(async () => {
    const practice = leaving() === "practice";
    if (practice) await api.delete("/api/practice");
    else await api.delete(`${noun().path}/:id`, { param: { id: c().id } });
    setLeaving(null);
    say({
      tone: "delivered",
      text: practice ? "The practice shop and what it brought are gone." : `${c().name} is disconnected.`,
    });
    navigate(noun().page);
    props.onChanged();
  });
  // A closed dialog gives the focus back to the button that opened it.
  let opener: HTMLElement | null = null;
  const ask = (what: "this" | "practice") => {
    opener = document.activeElement as HTMLElement | null;
    setLeaving(what);
  };
  const stay = () => {
    setLeaving(null);
    queueMicrotask(() => opener?.focus());
  };
  return (
    <>
      <section class="card p-4" aria-labelledby="leave-head">
        <h2 id="leave-head" class="h-part mb-1">
          Disconnect
        </h2>
        <p class="mb-3 text-sm text-ink-2">You are told what stops and what stays before anything happens.</p>
        <div class="flex flex-wrap gap-2">
          <button type="button" class="btn btn-danger" onClick={() => ask("this")}>
            Disconnect…
          </button>
          <Show when={props.practice}>
            <button type="button" class="btn btn-danger" onClick={() => ask("practice")}>
              Remove the practice shop…
            </button>
          </Show>
        </div>
      </section>
      <DisconnectDialog
        open={leaving() === "this"}
        connection={c()}
        platform={props.platform}
        others={props.others}
        busy={leave.busy()}
        onYes={() => void leave.run()}
        onClose={stay}
      />
      <PracticeDialog
        open={leaving() === "practice"}
        busy={leave.busy()}
        onYes={() => void leave.run()}
        onClose={stay}
      />
    </>
  );
}

/** Asks before the practice shop goes, with what it brought. */
function PracticeDialog(props: { open: boolean; busy: boolean; onYes: () => void; onClose: () => void }): JSX.Element {
  return (
    <Confirm
      open={props.open}
      title="Remove the practice shop?"
      action={props.busy ? "Removing…" : "Remove it with its orders"}
      busy={props.busy}
      onYes={props.onYes}
      onClose={props.onClose}
    >
      The practice shop and its carriers are disconnected, and every order, parcel, mail and webhook that they brought
      is deleted. What real channels brought stays. It can be taken again later, and then begins with its orders of that
      day.
    </Confirm>
  );
}
