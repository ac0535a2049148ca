import { A } from "@solidjs/router";
import type { NotificationDetail as Detail } from "@waybill/domain/notification/answers";
import { Icon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { createEffect, createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Confirm } from "../parts/dialog.tsx";
import { mailLook } from "../parts/mail-look.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { NotificationFacts } from "./notification-facts.tsx";
import { NotificationHistory } from "./notification-history.tsx";
import { NotificationLook } from "./notification-look.tsx";
import { meaning, retryWarning } from "./words.ts";

/** One notification: what became of it and why it was sent beside the mail as the customer sees it. */
export function NotificationDetail(props: { id: string; back: string }): JSX.Element {
  const view = createView(() => api.get("/api/notifications/:id", { param: { id: props.id } }));
  const again = calmly(() => void view.reload(), 300);
  useLive().onFrame((frame) => {
    if (frameData(frame, "notification.changed") && frame.stream === props.id) again();
  });
  createEffect(() => {
    document.title = `${view.data()?.subject ?? "Notification"} · Waybill`;
  });
  return (
    <Switch>
      <Match when={view.data()}>
        {(item) => (
          <>
            <Head item={item()} back={props.back} onChanged={() => void view.reload()} />
            <div class="ntf-detail">
              <div class="min-w-0">
                <NotificationFacts item={item()} />
                <NotificationHistory item={item()} />
              </div>
              <div class="ntf-look">
                <NotificationLook item={item()} />
              </div>
            </div>
          </>
        )}
      </Match>
      <Match when={view.error()}>
        {(error) => <Failure error={error()} what="this notification" onRetry={() => void view.reload()} />}
      </Match>
      <Match when={view.loading()}>
        <Loading what="the notification" rows={10} />
      </Match>
    </Switch>
  );
}

function Head(props: { item: Detail; back: string; onChanged: () => void }): JSX.Element {
  return (
    <header class="border-b border-line px-4 py-3 sm:px-5">
      <A href={props.back} class="mb-1 inline-flex min-h-10 items-center gap-1 text-ink-2 md:hidden" noScroll>
        <Icon name="left" /> Notifications
      </A>
      <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h2 class="min-w-0 flex-1 basis-[240px] text-lg font-semibold">{props.item.subject}</h2>
        <Retry item={props.item} onChanged={props.onChanged} />
      </div>
      <div class="mt-2" aria-live="polite">
        <Badge look={mailLook(props.item)} boxed />
        <p class="mt-1.5 max-w-[70ch] text-ink-2">{meaning(props.item)}</p>
        <Show when={props.item.reason}>{(reason) => <p class="mt-1 max-w-[70ch] font-medium">{reason()}</p>}</Show>
        <Show when={props.item.nextAt && props.item.state !== "sending" ? props.item.nextAt : null}>
          {(at) => (
            <p class="mt-1 text-ink-2">
              Tried again by itself <Time at={at()} />.
            </p>
          )}
        </Show>
      </div>
    </header>
  );
}

function Retry(props: { item: Detail; onChanged: () => void }): JSX.Element {
  const session = useSession();
  const [asking, setAsking] = createSignal(false);
  const retry = createAction(async () => {
    setAsking(false);
    const { mayDouble } = await api.post("/api/notifications/:id/retry", { param: { id: props.item.id } });
    say({
      tone: "delivered",
      text: mayDouble ? "It goes out again. The customer may get it twice." : "It goes out again.",
    });
    props.onChanged();
  });
  const press = () => (retryWarning(props.item.state) ? setAsking(true) : void retry.run());
  const pointless = () => props.item.state === "suppressed" && props.item.blocked !== null;
  return (
    <Show when={props.item.canRetry && session.may("agent")}>
      <span class="flex flex-col items-end gap-1">
        <button
          type="button"
          class="btn"
          classList={{ "btn-main": !pointless() }}
          disabled={retry.busy() || pointless()}
          aria-describedby={pointless() ? "ntf-why-not" : undefined}
          onClick={press}
        >
          <Icon name="retry" /> {retry.busy() ? "Sending…" : "Send again"}
        </button>
        <Show when={pointless()}>
          <span id="ntf-why-not" class="max-w-[32ch] text-right text-sm text-ink-2">
            {props.item.blocked}
          </span>
        </Show>
      </span>
      <Confirm
        open={asking()}
        title="Send it again?"
        action="Send again"
        busy={retry.busy()}
        onYes={() => void retry.run()}
        onClose={() => setAsking(false)}
      >
        {retryWarning(props.item.state)}
      </Confirm>
    </Show>
  );
}
