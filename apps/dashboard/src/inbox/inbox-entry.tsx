import { A } from "@solidjs/router";
import type { OrderSummary, ShipmentSummary } from "@waybill/domain/views";
import { Icon } from "@waybill/ui/icon";
import { Badge, OrderBadge, ShipmentBadge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { createResource, createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { query, request } from "../api/client.ts";
import type { InboxDetail, OrderPage, Page } from "../api/types.ts";
import { carrierName } from "../order/carriers.ts";
import { Copy } from "../parts/copy.tsx";
import { Failure, Loading } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { createAction } from "../state/action.ts";
import { useSession } from "../state/session.tsx";
import { createView } from "../state/view.ts";
import { inboxLook, pretty, sizeWords } from "./inbox-look.ts";

/** One delivery: the envelope, what it changed, and its exact body. */
export function InboxEntry(props: { id: string }): JSX.Element {
  const view = createView(() => request<InboxDetail>("GET", `/api/inbox/${encodeURIComponent(props.id)}`));
  return (
    <Switch>
      <Match when={view.data()}>{(entry) => <Entry entry={entry()} onChanged={() => void view.reload()} />}</Match>
      <Match when={view.error()}>
        {(error) => <Failure error={error()} what="this webhook" onRetry={() => void view.reload()} />}
      </Match>
      <Match when={view.loading()}>
        <Loading what="the webhook" />
      </Match>
    </Switch>
  );
}

function Entry(props: { entry: InboxDetail; onChanged: () => void }): JSX.Element {
  const session = useSession();
  const entry = () => props.entry;
  const [exact, setExact] = createSignal(false);
  const body = () => pretty(entry().bodyText);
  const replay = createAction(async () => {
    await request("POST", `/api/inbox/${entry().id}/replay`, {});
    say({ tone: "delivered", text: "Read again from its raw body." });
    props.onChanged();
  });
  return (
    <div class="px-4 py-4 sm:px-5">
      <A href="/inbox" class="mb-2 inline-flex max-md:min-h-10 items-center gap-1 text-sm text-ink-2 md:hidden">
        <Icon name="left" /> Inbox
      </A>
      <header class="flex flex-wrap items-center gap-3">
        <h2 class="text-lg font-semibold">
          {carrierName(entry().adapter)} <span class="wb-mono font-normal text-ink-2">webhook {entry().id}</span>
        </h2>
        <Badge look={inboxLook(entry().state)} boxed />
        <Show when={session.may("admin") && entry().state !== "duplicate"}>
          <button
            type="button"
            class="btn btn-small ml-auto"
            disabled={replay.busy()}
            onClick={() => void replay.run()}
          >
            <Icon name="retry" /> {replay.busy() ? "Reading…" : "Read it again"}
          </button>
        </Show>
      </header>
      <Show when={entry().note}>{(note) => <p class="mt-2">{note()}</p>}</Show>

      <dl class="mt-4 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
        <dt class="text-ink-2">Verified</dt>
        <dd>{entry().verified || "not verified"}</dd>
        <dt class="text-ink-2">Received</dt>
        <dd>
          <Time at={entry().receivedAt} />
          <Show when={entry().processedAt}>
            {(at) => <span class="text-ink-2"> · processed {Math.max(0, at() - entry().receivedAt)} ms later</span>}
          </Show>
        </dd>
        <dt class="text-ink-2">Delivery id</dt>
        <dd class="min-w-0">
          <Copy text={entry().key} label="the delivery id" />
        </dd>
      </dl>

      <h3 class="h-part mt-6 mb-2">What it changed</h3>
      <ul class="card divide-y divide-line">
        <For
          each={entry().effects}
          fallback={<li class="px-4 py-3 text-ink-2">Nothing: {inboxLook(entry().state).word.toLowerCase()}.</li>}
        >
          {(id) => <Effect id={id} />}
        </For>
      </ul>

      <h3 class="h-part mt-6 mb-2">Headers</h3>
      <div class="card overflow-x-auto">
        <table class="wb-mono w-full text-sm">
          <tbody>
            <For each={Object.entries(entry().headers)}>
              {([name, value]) => (
                <tr class="border-b border-line last:border-0">
                  <th scope="row" class="px-3 py-1 text-left align-top font-normal whitespace-nowrap text-ink-2">
                    {name}
                  </th>
                  <td class="px-3 py-1 break-all">{value}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>

      <div class="mt-6 mb-2 flex items-center gap-3">
        <h3 class="h-part">Body · {sizeWords(entry().size)}</h3>
        <Show when={body().isJson}>
          <button type="button" class="btn btn-small" aria-pressed={exact()} onClick={() => setExact(!exact())}>
            {exact() ? "Show it indented" : "Show it exactly as it came"}
          </button>
        </Show>
      </div>
      <Show when={entry().bodyBase64}>
        <p class="mb-2 text-sm text-ink-2">The bytes are not valid text; unreadable ones are shown as �.</p>
      </Show>
      <section class="card max-h-[60vh] overflow-auto p-3" tabindex="0" aria-label="Body">
        <pre class="wb-mono text-sm">{exact() ? entry().bodyText : body().text}</pre>
      </section>
    </div>
  );
}

/** The order behind our id or a platform's own: that is found by search, and taken only when it is exactly that one. */
async function orderOf(id: string): Promise<OrderSummary | null> {
  if (id.startsWith("ord_")) return (await request<OrderPage>("GET", `/api/orders/${id}`)).order;
  const last = /[\w-]+$/.exec(id)?.[0];
  if (!last) return null;
  const page = await request<Page<OrderSummary>>("GET", `/api/orders${query({ q: last, limit: 5 })}`);
  return page.items.find((order) => order.externalId === id) ?? null;
}

const shipmentOf = async (id: string): Promise<ShipmentSummary> => {
  const answer = await request<{ shipment: ShipmentSummary } | ShipmentSummary>("GET", `/api/shipments/${id}`);
  return "shipment" in answer ? answer.shipment : answer;
};

/** One changed thing, named and linked. An id that leads nowhere is shown as it is. */
function Effect(props: { id: string }): JSX.Element {
  const of = (prefix: string) => props.id.startsWith(prefix);
  const foreign = () => !/^[a-z]{3,4}_/.test(props.id);
  const [shipment] = createResource(
    () => of("shp_") && props.id,
    (id) => shipmentOf(id).catch(() => null),
  );
  const [order] = createResource(
    () => (of("ord_") || foreign()) && props.id,
    (id) => orderOf(id).catch(() => null),
  );
  return (
    <li class="flex flex-wrap items-center gap-3 px-4 py-2.5">
      <Switch fallback={<span class="wb-mono text-ink-2">{props.id}</span>}>
        <Match when={order()}>
          {(o) => (
            <>
              <OrderBadge order={o()} />
              <A class="link wb-mono" href={`/orders/${o().id}`}>
                Order {o().number}
              </A>
            </>
          )}
        </Match>
        <Match when={shipment()}>
          {(s) => (
            <>
              <ShipmentBadge status={s().status} reason={s().reason} />
              <span class="wb-mono">{s().number}</span>
              <Show when={s().orderId}>
                {(id) => (
                  <A class="link ml-auto" href={`/orders/${id()}`}>
                    Its order
                  </A>
                )}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </li>
  );
}
