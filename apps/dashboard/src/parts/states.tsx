import { Icon, type IconName } from "@waybill/ui/icon";
import { type JSX, Show } from "solid-js";
import { failureWords, isApiFailure } from "../api/client.ts";

/** An empty place that says why it is empty and what to do next. */
export function Empty(props: { icon: IconName; title: string; children?: JSX.Element }): JSX.Element {
  return (
    <div class="mx-auto flex max-w-[460px] flex-col items-center px-6 py-16 text-center">
      <span class="text-2xl text-ink-3">
        <Icon name={props.icon} />
      </span>
      <h2 class="mt-3 text-lg font-semibold">{props.title}</h2>
      <div class="mt-1 text-ink-2">{props.children}</div>
    </div>
  );
}

/** A view that could not be read: why, and a way to try again. */
export function Failure(props: { error: unknown; what: string; onRetry: () => void }): JSX.Element {
  const status = () => (isApiFailure(props.error) ? props.error.status : -1);
  const title = () =>
    status() === 403
      ? `You may not see ${props.what}`
      : status() === 404
        ? `There is no such thing here`
        : `We could not load ${props.what}`;
  return (
    <div class="mx-auto flex max-w-[460px] flex-col items-center px-6 py-16 text-center" role="alert">
      <span class="wb-failed text-2xl text-failed">
        <Icon name={status() === 0 ? "plug" : "attention"} />
      </span>
      <h2 class="mt-3 text-lg font-semibold">{title()}</h2>
      <p class="mt-1 text-ink-2">{failureWords(props.error)}</p>
      <Show
        when={status() !== 403 && status() !== 404}
        fallback={
          <a class="btn mt-4" href="/">
            Back to the orders
          </a>
        }
      >
        <button type="button" class="btn mt-4" onClick={() => props.onRetry()}>
          <Icon name="retry" /> Try again
        </button>
      </Show>
    </div>
  );
}

/** Grey lines where rows will be; announced once. */
export function Loading(props: { what: string; rows?: number }): JSX.Element {
  return (
    <div class="px-5 py-4" role="status">
      <span class="wb-sr">Loading {props.what}…</span>
      {Array.from({ length: props.rows ?? 6 }, () => (
        <div class="my-3 h-4 animate-pulse rounded bg-hover" aria-hidden="true" />
      ))}
    </div>
  );
}
