import { A } from "@solidjs/router";
import type { ConnectionView } from "@waybill/domain/connection/answers";
import { Icon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import { type JSX, onMount, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { Account } from "./connection-card.tsx";
import { kindWords } from "./kinds.ts";
import { Mark } from "./mark.tsx";
import { connectionLook } from "./status.ts";

type Props = {
  connection: ConnectionView;
  platform: string;
  /** The platform's letters, where this installation knows it. */
  mark: string | undefined;
  practice: boolean;
  onChanged: () => void;
};

/** Its name, how it stands, and what can be done with it now: sync, test, pause. */
export function ConnectionHead(props: Props): JSX.Element {
  const session = useSession();
  const c = () => props.connection;
  const noun = () => kindWords(c().kind);
  let head!: HTMLHeadingElement;
  onMount(() => {
    document.title = `${c().name} · Waybill`;
    head.focus({ preventScroll: true });
  });
  return (
    <div>
      <A href={noun().page} class="inline-flex items-center gap-1 text-sm text-ink-2 hover:text-ink max-md:min-h-10">
        <Icon name="left" /> {noun().many}
      </A>
      <header class="mt-2 flex flex-wrap items-center gap-x-4 gap-y-3">
        <Mark letters={props.mark} name={props.platform} large />
        <div class="min-w-0">
          <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 ref={head} tabindex="-1" class="h-page">
              {c().name}
            </h1>
            <Badge look={connectionLook(c())} boxed />
          </div>
          <Account connection={c()} platform={props.platform} practice={props.practice} />
        </div>
        <Show when={session.may("agent")}>
          <Actions {...props} />
        </Show>
      </header>
    </div>
  );
}

function Actions(props: Props): JSX.Element {
  const session = useSession();
  const c = () => props.connection;
  const noun = () => kindWords(c().kind);
  const param = () => ({ id: c().id });
  const test = createAction(async () => {
    const answer = await api.post(`${noun().path}/:id/test`, { param: param() });
    say(
      answer.ok
        ? { tone: "delivered", text: `${props.platform} answers${answer.label ? ` as ${answer.label}` : ""}.` }
        : { tone: "failed", text: answer.reason ?? "It did not answer." },
    );
    props.onChanged();
  });
  const toggle = createAction(async () => {
    await api.put(`${noun().path}/:id/toggle`, { param: param(), json: { enabled: !c().enabled } });
    say({ tone: "delivered", text: c().enabled ? noun().pausing : `${c().name} is at work again.` });
    props.onChanged();
  });
  const sync = createAction(async () => {
    await api.post("/api/orders/sync", { json: { connectionId: c().id } });
  });
  return (
    <div class="flex flex-wrap gap-2 sm:ml-auto">
      <Show when={c().kind === "channel"}>
        <button type="button" class="btn" disabled={sync.busy() || !c().enabled} onClick={() => void sync.run()}>
          <Icon name="sync" /> Sync now
        </button>
      </Show>
      <Show when={session.may("admin")}>
        <button type="button" class="btn" disabled={test.busy()} onClick={() => void test.run()}>
          {test.busy() ? "Asking…" : "Test connection"}
        </button>
        <button type="button" class="btn" disabled={toggle.busy()} onClick={() => void toggle.run()}>
          <Icon name={c().enabled ? "pause" : "moving"} /> {c().enabled ? "Pause" : "Resume"}
        </button>
      </Show>
    </div>
  );
}
