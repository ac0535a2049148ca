import { A } from "@solidjs/router";
import type { Cause, Happening } from "@waybill/domain/frame";
import type { NotificationDetail } from "@waybill/domain/notification/answers";
import { Badge } from "@waybill/ui/status";
import type { StatusLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { frameData } from "../live/frame-data.ts";
import { mailLook } from "../parts/mail-look.ts";
import { causePath, causeText } from "./words.ts";

type Step = { at: number; state: string; reason: string | null; cause: Cause | null; look?: StatusLook };

/** What became of the address itself, at the time when it happened. */
function addressStep(frame: Happening): Step | null {
  const news = frameData(frame, "suppression.changed")?.suppression;
  if (!news) return null;
  const look: StatusLook = news.held
    ? { group: "failed", word: "Address blocked" }
    : { group: "delivered", word: "Mail allowed again" };
  return { at: news.at, state: "", reason: sentence(news.reason), cause: frame.cause, look };
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** What became of it, oldest first; a step that only repeats the one before with the same words is left out. */
function stepsOf(item: Pick<NotificationDetail, "history" | "createdAt" | "cause">): Step[] {
  const steps: Step[] = [{ at: item.createdAt, state: "pending", reason: null, cause: null }];
  for (const frame of item.history) {
    const address = addressStep(frame);
    if (address) steps.push(address);
    const changed = frameData(frame, "notification.changed")?.notification;
    const last = steps.findLast((step) => !step.look);
    if (!changed || (changed.state === last?.state && changed.reason === last.reason)) continue;
    const own = frame.cause.text !== item.cause.text;
    steps.push({ at: frame.at, state: changed.state, reason: changed.reason, cause: own ? frame.cause : null });
  }
  return steps;
}

export function NotificationHistory(props: { item: NotificationDetail }): JSX.Element {
  return (
    <section class="mt-6" aria-label="What became of it">
      <h3 class="h-part">What became of it</h3>
      <ol class="mt-2 divide-y divide-line border-y border-line">
        <For each={stepsOf(props.item)}>
          {(step, at) => (
            <li class="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 py-2">
              <span class="text-sm text-ink-2">
                <Time at={step.at} />
              </span>
              <span>
                <Badge
                  look={
                    at() === 0
                      ? { group: "waiting", word: "Written" }
                      : (step.look ?? mailLook({ state: step.state, sender: props.item.sender }))
                  }
                />
                <Show when={step.reason}>{(reason) => <span class="block text-sm text-ink-2">{reason()}</span>}</Show>
                <Show when={step.cause}>{(cause) => <CauseLine cause={cause()} />}</Show>
              </span>
            </li>
          )}
        </For>
      </ol>
    </section>
  );
}

function CauseLine(props: { cause: Cause }): JSX.Element {
  return (
    <span class="block text-sm text-ink-2 [overflow-wrap:anywhere]">
      <Show when={causePath(props.cause)} fallback={causeText(props.cause)}>
        {(href) => (
          <A class="link" href={href()}>
            {causeText(props.cause)}
          </A>
        )}
      </Show>
    </span>
  );
}
