import { Icon } from "@waybill/ui/icon";
import { type JSX, Show } from "solid-js";

/** What a try is doing or came to, said politely. */
export function Outcome(props: { words: string | null; doing: string | null; good: string | null }): JSX.Element {
  return (
    <>
      <div role="status" class="text-sm">
        <Show when={props.doing}>
          {(doing) => (
            <>
              <p class="text-ink-2">{doing()}</p>
              <div class="progress mt-1" aria-hidden="true">
                <i />
              </div>
            </>
          )}
        </Show>
        <Show when={!props.doing && props.good}>
          {(good) => (
            <p class="flex items-center gap-2 text-delivered">
              <Icon name="delivered" /> {good()}
            </p>
          )}
        </Show>
      </div>
      <Show when={!props.doing && props.words}>
        {(words) => (
          <p role="alert" tabindex="-1" class="cn-trouble wb-failed">
            {words()}
          </p>
        )}
      </Show>
    </>
  );
}
