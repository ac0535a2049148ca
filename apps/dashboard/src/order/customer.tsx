import type { Address } from "@waybill/domain/order/order";
import { townLine } from "@waybill/domain/said/address";
import { isUnread } from "@waybill/domain/said/seller-words";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { Icon } from "@waybill/ui/icon";
import { For, type JSX, Show } from "solid-js";
import { Copy } from "../parts/copy.tsx";
import { say } from "../parts/toast.tsx";
import { GapNotes, gapsAt } from "./gap-note.tsx";

const countries = new Intl.DisplayNames(undefined, { type: "region", fallback: "code" });

const addressLines = (a: Address): string[] =>
  [a.name, a.company, a.line1, a.line2, townLine(a), countryName(a.country), a.phone].filter((line): line is string =>
    Boolean(line),
  );

async function copyAddress(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say({ tone: "delivered", text: "The address is copied." });
  } catch {
    say({ tone: "failed", text: "The browser does not allow copying here. The address can be selected." });
  }
}

/** "DE" as "Germany"; what is no code stays as the shop wrote it. */
function countryName(code: string | null): string | null {
  return code && /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}

/** Who bought, and where it goes. */
export function Customer(props: { page: OrderPage }): JSX.Element {
  const order = () => props.page.order;
  const same = () =>
    JSON.stringify(props.page.detail?.billingAddress) === JSON.stringify(props.page.detail?.shippingAddress);
  const isRead = () => props.page.detail !== null;
  const isMissing = (field: string) => gapsAt(props.page, "customer").some((gap) => gap.field === field);
  return (
    <section
      class="card grid grid-cols-[minmax(0,1fr)] gap-4 px-4 py-3 sm:grid-cols-[repeat(2,minmax(0,1fr))]"
      aria-label="Customer"
    >
      <div>
        <h2 class="h-part mb-1">Customer</h2>
        <p>
          {order().customerName ??
            (isUnread(order()) || isMissing("customer.name") ? "Name not known" : "No name given")}
        </p>
        <Show
          when={order().customerEmail}
          fallback={
            <Show when={isRead() && !isMissing("customer.email")}>
              <p class="text-ink-2">No email: no notifications can be sent.</p>
            </Show>
          }
        >
          {(email) => <Copy text={email()} label="the email address" class="text-sm" />}
        </Show>
        <Show when={props.page.detail?.shippingMethod}>
          {(method) => <p class="mt-2 text-sm text-ink-2">Shipping: {method()}</p>}
        </Show>
        <Show when={props.page.detail?.note}>{(note) => <p class="mt-2 text-sm">Wrote: “{note()}”</p>}</Show>
        <GapNotes page={props.page} at="customer" class="mt-2" />
      </div>
      <Where
        title="Ships to"
        address={props.page.detail?.shippingAddress ?? null}
        gaps={
          gapsAt(props.page, "address").length > 0 ? (
            <GapNotes page={props.page} at="address" class="mt-2" />
          ) : isRead() ? null : (
            <p class="text-ink-2">Not known yet.</p>
          )
        }
      />
      <Show when={!same() && props.page.detail?.billingAddress}>
        {(address) => <Where title="Billed to" address={address()} />}
      </Show>
    </section>
  );
}

function Where(props: { title: string; address: Address | null; gaps?: JSX.Element }): JSX.Element {
  return (
    <div>
      <h2 class="h-part mb-1">{props.title}</h2>
      <Show when={props.address} fallback={props.gaps ?? <p class="text-ink-2">No address given.</p>}>
        {(address) => (
          <>
            <address class="text-ink-2 not-italic">
              <For each={addressLines(address())}>{(line) => <div>{line}</div>}</For>
            </address>
            <button
              type="button"
              class="btn btn-small btn-bare mt-1 -ml-2"
              onClick={() => void copyAddress(addressLines(address()).join("\n"))}
            >
              <Icon name="copy" /> Copy the address
            </button>
            {props.gaps}
          </>
        )}
      </Show>
    </div>
  );
}
