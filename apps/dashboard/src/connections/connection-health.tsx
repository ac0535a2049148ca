import { A } from "@solidjs/router";
import type { ConnectionHealth, ConnectionView } from "@waybill/domain/connection/answers";
import { type JSX, Show } from "solid-js";
import { useSession } from "../session/session.tsx";
import { Budget } from "./budget.tsx";
import { Facts, Trouble } from "./connection-card.tsx";
import { countWords, wantsCredentials } from "./status.ts";

/** How it is doing: what is wrong and the cure, what came last, what hangs on it. */
export function HealthCard(props: {
  connection: ConnectionView;
  health: ConnectionHealth | null;
  onReconnect: () => void;
}): JSX.Element {
  const session = useSession();
  const c = () => props.connection;
  return (
    <section class="card grid gap-3 p-4" aria-labelledby="health-head">
      <h2 id="health-head" class="h-part">
        How it is doing
      </h2>
      <Trouble connection={c()} />
      <Show when={wantsCredentials(c()) && session.may("admin")}>
        <div>
          <button type="button" class="btn btn-main" onClick={() => props.onReconnect()}>
            Reconnect with new credentials
          </button>
        </div>
      </Show>
      <Facts connection={c()} />
      <Carries health={props.health} connection={c()} />
      <Budget budget={c().budget} />
    </section>
  );
}

/** What hangs on it now, each a link to the list behind it. */
function Carries(props: { health: ConnectionHealth | null; connection: ConnectionView }): JSX.Element {
  const c = () => props.connection;
  return (
    <p class="flex min-h-6 flex-wrap gap-x-4 gap-y-1">
      <Show when={props.health}>
        {(all) => (
          <>
            <Show when={c().kind === "channel"}>
              <span>{`${all().orders.toLocaleString()} ${all().orders === 1 ? "order" : "orders"} so far`}</span>
              <Show when={all().ordersFailed > 0}>
                <A class="link" href={`/?sync=failed&connection=${c().id}`}>
                  {countWords(all().ordersFailed, "order")} failed to sync
                </A>
              </Show>
              <Show when={all().ordersPending > 0}>
                <span class="text-ink-2">{countWords(all().ordersPending, "order")} to be tried again</span>
              </Show>
            </Show>
            <Show when={c().kind === "carrier"}>
              <span>{countWords(all().parcels, "parcel")} followed now</span>
            </Show>
            <Show when={c().kind === "sender"}>
              <span>{countWords(all().mails, "mail")} waiting</span>
            </Show>
          </>
        )}
      </Show>
    </p>
  );
}
