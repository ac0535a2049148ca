import { A } from "@solidjs/router";
import type { InboxDetail } from "@waybill/domain/inbox/answers";
import { Icon } from "@waybill/ui/icon";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { Copy } from "../parts/copy.tsx";
import { BodyView } from "./body-view.tsx";
import { verifiedWords } from "./verified-words.ts";

/** Processed within this it was read as it came, ms; later it waited, or was read again. */
const FRESH_MS = 1_000;

/** How it came: verified how, when, under which headers, and the bytes themselves. */
export function Envelope(props: { delivery: InboxDetail; search: string }): JSX.Element {
  const d = () => props.delivery;
  const how = () => verifiedWords(d().verified, d().check);
  return (
    <section aria-label="Envelope" class="min-w-0">
      <p class="flex items-start gap-2">
        <span class="wb-badge wb-delivered mt-[2px]">
          <Icon name="delivered" />
        </span>
        <span>{how().sentence}</span>
      </p>
      <dl class="mt-3 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <dt class="text-ink-2">Check</dt>
        <dd>
          {how().scheme}
          <Show when={how().header}>
            {(header) => (
              <>
                {" in "}
                <span class="wb-mono">{header()}</span>
              </>
            )}
          </Show>
        </dd>
        <Show when={how().time}>
          <dt class="text-ink-2">Time</dt>
          <dd>{how().time}</dd>
        </Show>
        <dt class="text-ink-2">Received</dt>
        <dd>
          <Received delivery={d()} />
        </dd>
        <dt class="text-ink-2">{d().key.startsWith("sha256:") ? "Known by its bytes" : "Delivery id"}</dt>
        <dd class="min-w-0">
          <Copy text={d().key} label="the delivery id" />
        </dd>
        <Show when={d().url}>
          <dt class="text-ink-2">Address</dt>
          <dd class="wb-mono break-all">{d().url}</dd>
        </Show>
        <Copies delivery={d()} search={props.search} />
      </dl>
      <BodyView delivery={d()} />
      <Headers headers={d().headers} checked={how().header} />
    </section>
  );
}

/** When it came, and how soon it was read. */
function Received(props: { delivery: InboxDetail }): JSX.Element {
  const d = () => props.delivery;
  const took = () => {
    const at = d().processedAt;
    return at === null ? null : Math.max(0, at - d().receivedAt);
  };
  return (
    <>
      <Time at={d().receivedAt} />
      <Show
        when={(took() ?? FRESH_MS) < FRESH_MS}
        fallback={
          <Show when={d().processedAt}>
            {(at) => (
              <span class="text-ink-2">
                {" "}
                · last read <Time at={at()} />
              </span>
            )}
          </Show>
        }
      >
        <span class="text-ink-2"> · processed {took()} ms later</span>
      </Show>
    </>
  );
}

/** The same delivery at other times. */
function Copies(props: { delivery: InboxDetail; search: string }): JSX.Element {
  const d = () => props.delivery;
  return (
    <>
      <Show when={d().copyOf}>
        {(id) => (
          <>
            <dt class="text-ink-2">Copy of</dt>
            <dd>
              <A class="link wb-mono" href={`/inbox/${id()}${props.search}`}>
                {id()}
              </A>
            </dd>
          </>
        )}
      </Show>
      <Show when={d().copyIds.length > 0}>
        <dt class="text-ink-2">Came again</dt>
        <dd class="flex flex-wrap gap-x-3">
          <For each={d().copyIds}>
            {(id) => (
              <A class="link wb-mono" href={`/inbox/${id}${props.search}`}>
                {id}
              </A>
            )}
          </For>
        </dd>
      </Show>
    </>
  );
}

/** The headers it came with; the one that was checked is marked. */
function Headers(props: { headers: Record<string, string>; checked: string | null }): JSX.Element {
  const isCheck = (name: string) => name.toLowerCase() === props.checked;
  return (
    <Show when={Object.keys(props.headers).length > 0}>
      <h3 class="h-part mt-6 mb-2">Headers</h3>
      <div class="card overflow-x-auto">
        <table class="wb-mono w-full text-sm">
          <caption class="wb-sr">Headers of the webhook; secrets are not kept</caption>
          <tbody>
            <For each={Object.entries(props.headers)}>
              {([name, value]) => (
                <tr class="border-b border-line last:border-0" classList={{ "bg-accent-soft": isCheck(name) }}>
                  <th scope="row" class="px-3 py-1 text-left align-top font-normal whitespace-nowrap text-ink-2">
                    {name}
                    <Show when={isCheck(name)}>
                      <span class="wb-sr"> (what was checked)</span>
                    </Show>
                  </th>
                  <td class="px-3 py-1 break-all">{value}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </Show>
  );
}
