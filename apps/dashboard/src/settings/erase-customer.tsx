import type { CustomerErased, CustomerFound } from "@waybill/domain/organisation/answers";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";

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
      const json = { email: email().trim() };
      setErased(null);
      setFound({ ...(await api.post("/api/data/find-customer", { json })), ...json });
    });
  const erase = () =>
    run(async () => {
      setErased(await api.post("/api/data/erase-customer", { json: { email: found()?.email ?? "" } }));
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
      <form
        class="set-narrow"
        aria-label="Find a customer"
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <Field
          label="The customer’s e-mail"
          name="customer-email"
          type="email"
          value={email()}
          problem={asking() ? null : problem()}
          onInput={(text) => {
            setEmail(text);
            setFound(null);
          }}
        />
        <button type="submit" class="btn" disabled={busy()}>
          {busy() && !asking() ? "Looking…" : "Find them"}
        </button>
      </form>
      <div role="status" class="mt-4">
        <Show when={found()}>
          {(what) => (
            <Show
              when={!nothing(what())}
              fallback={<p>Nothing is kept under {what().email}. Check the spelling; capitals do not matter.</p>}
            >
              <p>
                Found:{" "}
                {list([
                  count(what().orders, "order", "orders"),
                  count(what().shipments, "parcel", "parcels"),
                  count(what().notifications, "mail", "mails"),
                  count(what().reports, "report", "reports"),
                ])}
                .
                <Show when={what().numbers.length > 0}>
                  {" "}
                  <span class="wb-mono text-sm text-ink-2">{what().numbers.join(" ")}</span>
                </Show>
              </p>
              <button type="button" class="btn btn-danger mt-3" onClick={() => setAsking(true)}>
                Erase them…
              </button>
            </Show>
          )}
        </Show>
        <Show when={erased()}>
          {(done) => (
            <p>
              Erased from{" "}
              {list([
                count(done().orders, "order", "orders"),
                count(done().shipments, "parcel", "parcels"),
                count(done().notifications, "mail", "mails"),
                count(done().deliveries, "webhook", "webhooks"),
              ])}
              .
              <Show when={done().left > 0}>
                {" "}
                {count(done().left, "webhook also speaks", "webhooks also speak")} of other customers’ parcels, which
                are rebuilt from it: it stays as it came.
              </Show>
            </p>
          )}
        </Show>
      </div>
      <Dialog open={asking()} title={`Erase ${found()?.email}?`} onClose={() => setAsking(false)}>
        <form
          aria-label="Erase a customer"
          onSubmit={(event) => {
            event.preventDefault();
            void erase();
          }}
        >
          <p class="font-medium">What goes, everywhere, also in the history</p>
          <p class="mb-3 text-ink-2">
            Name, e-mail, phone, addresses, notes, signatures, each scan of their parcels, texts of mails and reports,
            their choice of mails, the shop’s raw record and the raw webhooks about them alone. Their tracking links
            end.
          </p>
          <p class="font-medium">What stays, and why</p>
          <p class="mb-4 text-ink-2">
            Order numbers, items, amounts, days, the country and how each parcel ended: your books and stock need them,
            and nobody is named by them. Lines of the history stay at their place, without the person.
          </p>
          <Field
            label="To be sure, type the address again"
            name="again"
            type="email"
            autofocus
            value={typed()}
            problem={problem()}
            onInput={setTyped}
          />
          <div class="flex justify-end gap-2">
            <button type="button" class="btn" onClick={() => setAsking(false)}>
              Cancel
            </button>
            <button
              type="submit"
              class="btn btn-danger"
              disabled={busy() || typed().trim().toLowerCase() !== found()?.email.toLowerCase()}
            >
              {busy() ? "Erasing…" : "Erase for ever"}
            </button>
          </div>
        </form>
      </Dialog>
    </section>
  );
}
