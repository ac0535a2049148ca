import type { ConnectionView } from "@waybill/domain/connection/answers";
import { absoluteTime } from "@waybill/ui/time-words";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { createAction } from "../../parts/action.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { say } from "../../parts/toast.tsx";
import { useSession } from "../../session/session.tsx";
import { kindWords } from "../kinds.ts";

/** Until when webhooks by a replaced secret are still accepted, and the end of it by hand. */
export function PreviousSecret(props: {
  connection: ConnectionView;
  platform: string;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const [asked, setAsked] = createSignal(false);
  const c = () => props.connection;
  const stop = createAction(async () => {
    setAsked(false);
    await api.delete(`${kindWords(c().kind).path}/:id/previous-secret`, { param: { id: c().id } });
    say({ tone: "delivered", text: "Only the secret in force is accepted now." });
    props.onChanged();
  });
  return (
    <Show when={c().previousUntil}>
      {(until) => (
        <div class="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded border border-line px-3 py-2" role="note">
          <span class="min-w-0 flex-1 basis-[220px] text-sm text-ink-2">
            Webhooks signed with the previous secret are accepted until {absoluteTime(until())}. Put the new one in
            force at {props.platform} before then.
          </span>
          <Show when={session.may("admin")}>
            <button type="button" class="btn btn-small" disabled={stop.busy()} onClick={() => setAsked(true)}>
              Stop accepting it now
            </button>
          </Show>
          <Confirm
            open={asked()}
            title="Stop accepting the previous secret?"
            action="Stop accepting it"
            onYes={() => void stop.run()}
            onClose={() => setAsked(false)}
          >
            Webhooks that {props.platform} still signs with it are refused from now on. Do this when it has leaked, or
            when {props.platform} uses the new one alone.
          </Confirm>
        </div>
      )}
    </Show>
  );
}
