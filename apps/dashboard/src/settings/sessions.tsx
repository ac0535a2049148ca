import type { Session } from "@waybill/domain/session/answers";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";
import { deviceWords } from "./device-words.ts";

type Answer = { all: Session[]; own: string | null };

/** Where this person is signed in, and how to end it there. */
export function Sessions(): JSX.Element {
  const view = createView(async (): Promise<Answer> => {
    const [all, mine] = await Promise.all([api.get("/api/auth/list-sessions"), api.get("/api/auth/get-session")]);
    return { all, own: mine?.session?.id ?? null };
  });
  const sorted = () => {
    const { all = [], own = null } = view.data() ?? {};
    const newest = (one: Session) => Date.parse(one.updatedAt);
    return [...all].sort((a, b) => Number(b.id === own) - Number(a.id === own) || newest(b) - newest(a));
  };
  const end = createAction(async (session: Session) => {
    await api.post("/api/auth/revoke-session", { json: { token: session.token } });
    say({ tone: "delivered", text: `${deviceWords(session.userAgent)} is signed out.` });
    await view.reload();
  });
  const endOthers = createAction(async () => {
    await api.post("/api/auth/revoke-other-sessions", { json: {} });
    say({ tone: "delivered", text: "Every other browser is signed out." });
    await view.reload();
  });
  return (
    <section class="set-part" aria-labelledby="sessions-head">
      <header>
        <h2 class="h-part" id="sessions-head">
          Where you are signed in
        </h2>
        <Show when={sorted().length > 1}>
          <button type="button" class="btn btn-small" disabled={endOthers.busy()} onClick={() => void endOthers.run()}>
            Sign out everywhere else
          </button>
        </Show>
      </header>
      <Show when={view.error()}>{(error) => <p class="text-failed">{failureWords(error())}</p>}</Show>
      <ul class="set-list">
        <For each={sorted()}>
          {(session) => (
            <li class="set-row">
              <div class="min-w-0">
                <div class="font-medium">{deviceWords(session.userAgent)}</div>
                <div class="text-sm text-ink-2">
                  <Show when={session.ipAddress}>{(address) => <span class="wb-mono">{address()} · </span>}</Show>
                  since <Time at={Date.parse(session.createdAt)} />
                </div>
              </div>
              <div class="acts">
                <Show when={session.id !== view.data()?.own} fallback={<span class="text-ink-2">This browser</span>}>
                  <button
                    type="button"
                    class="btn btn-small btn-bare"
                    aria-label={`Sign out ${deviceWords(session.userAgent)}`}
                    disabled={end.busy()}
                    onClick={() => void end.run(session)}
                  >
                    Sign out
                  </button>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
