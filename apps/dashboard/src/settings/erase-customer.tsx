import type { CustomerErased, CustomerFound } from "@waybill/domain/organisation/answers";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { Field } from "../parts/field.tsx";
import { EraseDialog } from "./erase-dialog.tsx";

const count = (n: number, one: string, many: string) => `${n.toLocaleString()} ${n === 1 ? one : many}`;
const list = (parts: readonly string[]) => new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);

/** Finds a customer by e-mail, says what is kept of them, and erases it when the address is typed again. */
export function EraseCustomer(): JSX.Element {
  const [email, setEmail] = createSignal("");
  const [found, setFound] = createSignal<(CustomerFound & { email: string }) | null>(null);
  const [erased, setErased] = createSignal<CustomerErased | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const [asking, setAsking] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const nothing = (what: CustomerFound) => what.orders + what.notifications + what.reports === 0;
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  const find = () =>
    run(async () => {
      const asked = email().trim();
      setErased(null);
      setFound({
        ...(await api.post("/api/data/find-customer", { json: { email: asked } })),
        email: asked,
      });
    });
  const erase = () =>
    run(async () => {
      const whom = found()?.email;
      if (!whom) return;
      setErased(await api.post("/api/data/erase-customer", { json: { email: whom } }));
      setAsking(false);
      setFound(null);
      setTyped("");
    });
  return (
    <section class="set-part" aria-labelledby="erase-head">
      <h2 class="h-part mb-1" id="erase-head">
        Erase a customer
      </h2>
      <p class="mb-3 text-ink-2">
        When a customer asks you to forget them. Their shop keeps its own record: erase them there first, or the next
        change to the order brings them back.
      </p>
      <FindForm
        email={email()}
        problem={asking() ? null : problem()}
        busy={busy()}
        looking={busy() && !asking()}
        onType={(text) => {
          setEmail(text);
          setFound(null);
        }}
        onFind={() => void find()}
      />
      <div role="status" class="mt-4">
        <Show when={found()}>
          {(what) => (
            <Show
              when={!nothing(what())}
              fallback={<p>Nothing is kept under {what().email}. Check the spelling; capitals do not matter.</p>}
            >
              <FoundWords found={what()} />
              <button type="button" class="btn btn-danger mt-3" onClick={() => setAsking(true)}>
                Erase them…
              </button>
            </Show>
          )}
        </Show>
        <Show when={erased()}>{(done) => <ErasedWords erased={done()} />}</Show>
      </div>
      <EraseDialog
        open={asking()}
        email={found()?.email ?? ""}
        typed={typed()}
        onType={setTyped}
        problem={problem()}
        busy={busy()}
        onErase={() => void erase()}
        onClose={() => setAsking(false)}
      />
    </section>
  );
}

function FindForm(props: {
  email: string;
  problem: string | null;
  busy: boolean;
  looking: boolean;
  onType: (text: string) => void;
  onFind: () => void;
}): JSX.Element {
  return (
    <form
      class="set-narrow"
      aria-label="Find a customer"
      onSubmit={(event) => {
        event.preventDefault();
        props.onFind();
      }}
    >
      <Field
        label="The customer’s e-mail"
        name="customer-email"
        type="email"
        value={props.email}
        problem={props.problem}
        onInput={props.onType}
      />
      <button type="submit" class="btn" disabled={props.busy}>
        {props.looking ? "Looking…" : "Find them"}
      </button>
    </form>
  );
}

function FoundWords(props: { found: CustomerFound }): JSX.Element {
  return (
    <p>
      Found:{" "}
      {list([
        count(props.found.orders, "order", "orders"),
        count(props.found.shipments, "parcel", "parcels"),
        count(props.found.notifications, "mail", "mails"),
        count(props.found.reports, "report", "reports"),
      ])}
      .
      <Show when={props.found.numbers.length > 0}>
        {" "}
        <span class="wb-mono text-sm text-ink-2">{props.found.numbers.join(" ")}</span>
      </Show>
    </p>
  );
}

function ErasedWords(props: { erased: CustomerErased }): JSX.Element {
  return (
    <p>
      Erased from{" "}
      {list([
        count(props.erased.orders, "order", "orders"),
        count(props.erased.shipments, "parcel", "parcels"),
        count(props.erased.notifications, "mail", "mails"),
        count(props.erased.deliveries, "webhook", "webhooks"),
      ])}
      .
      <Show when={props.erased.left > 0}>
        {" "}
        {count(props.erased.left, "webhook also speaks", "webhooks also speak")} of other customers’ parcels, which are
        rebuilt from it: it stays as it came.
      </Show>
    </p>
  );
}
