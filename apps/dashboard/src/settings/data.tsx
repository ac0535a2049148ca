import { Icon } from "@waybill/ui/icon";
import { createSignal, For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Empty } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { EraseCustomer } from "./erase-customer.tsx";

export function DataSection(): JSX.Element {
  const session = useSession();
  return (
    <Show
      when={session.may("admin")}
      fallback={
        <Empty icon="box" title="Data is for admins">
          <p>Exports hold every customer’s address, so only admins and owners can take them out or erase them.</p>
        </Empty>
      }
    >
      <section class="set-part" aria-labelledby="export-head">
        <header>
          <h2 class="h-part" id="export-head">
            Take everything out
          </h2>
          <a class="btn" href="/api/data/export" download="">
            Download the export
          </a>
        </header>
        <p class="text-ink-2">
          Orders with their lines, parcels with every scan, mails, webhooks as they came, settings and the whole
          history, as compressed JSON lines (<span class="wb-mono">.jsonl.gz</span>). No passwords, keys or platform
          credentials are in it. The last line says how much of each there is; a file without it was cut off.
        </p>
      </section>
      <Retention />
      <EraseCustomer />
      <Show when={session.may("owner")}>
        <DeleteOrganisation />
      </Show>
    </Show>
  );
}

const CHOICES = [30, 90, 180, 365, 730];

function Retention(): JSX.Element {
  const view = createView(() => api.get("/api/settings/retention"));
  const choose = createAction(async (days: number | null) => {
    const kept = await api.put("/api/settings/retention", { json: { days } });
    view.set(() => kept);
    say({
      tone: "delivered",
      text: days === null ? "Everything is kept." : `What is older than ${days} days goes within the hour.`,
    });
  });
  return (
    <section class="set-part" aria-labelledby="keep-head">
      <header>
        <h2 class="h-part" id="keep-head">
          Forget by itself
        </h2>
        <select
          class="input !w-auto"
          aria-labelledby="keep-head"
          disabled={!view.data() || choose.busy()}
          value={String(view.data()?.days ?? "")}
          onChange={(event) => {
            const text = event.currentTarget.value;
            void choose.run(text === "" ? null : Number(text));
          }}
        >
          <option value="">Keep everything</option>
          <For each={CHOICES}>{(days) => <option value={String(days)}>After {days} days</option>}</For>
        </select>
      </header>
      <p class="text-ink-2">
        Stored copies of mails, finished syncs, closed reports, mail receipts and repeated webhooks. Orders, parcels and
        their history stay, and so do the webhooks that parcels can be rebuilt from.
      </p>
    </section>
  );
}

const deleteOrganisation = (id: string, name: string) =>
  api.delete("/api/organisations/:id", { param: { id }, json: { name } });

function DeleteOrganisation(): JSX.Element {
  const session = useSession();
  const [open, setOpen] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const [problem, setProblem] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  // The demo signs anyone in; its shop is reset, never deleted.
  const demo = () => {
    const state = session.state();
    return state.kind === "somebody" && state.me.demo && state.me.user.email === "demo@waybill.example";
  };
  const organisation = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me.organisation : null;
  };
  const remove = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await deleteOrganisation(organisation()?.id ?? "", typed());
      setOpen(false);
      await session.refresh();
    } catch (error) {
      setProblem(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="set-part set-danger" aria-labelledby="delete-head">
      <h2 class="h-part" id="delete-head">
        Delete the organisation
      </h2>
      <p class="mt-1 mb-3 text-ink-2">
        Every order, parcel, mail and setting goes, for everyone who works here, and tracking links of customers stop
        working. Your shops and carriers are not touched. It cannot be taken back.
      </p>
      <Show
        when={!demo()}
        fallback={<p class="font-medium">The demo’s shop stays. Reset the demo in your account’s menu instead.</p>}
      >
        <button type="button" class="btn btn-danger" onClick={() => setOpen(true)}>
          Delete {organisation()?.name}…
        </button>
      </Show>
      <Dialog open={open()} title={`Delete ${organisation()?.name}?`} onClose={() => setOpen(false)}>
        <form
          aria-label="Delete the organisation"
          onSubmit={(event) => {
            event.preventDefault();
            void remove();
          }}
        >
          <p class="mb-4 text-ink-2">
            Everything of it is removed now, and everyone in it is signed out of it. Take an export first if you may
            need anything later.
          </p>
          <Field
            label={`To be sure, type its name: ${organisation()?.name}`}
            name="name"
            autofocus
            value={typed()}
            problem={problem()}
            onInput={setTyped}
          />
          <div class="flex justify-end gap-2">
            <button type="button" class="btn" onClick={() => setOpen(false)}>
              Keep it
            </button>
            <button type="submit" class="btn btn-danger" disabled={busy() || typed().trim() !== organisation()?.name}>
              <Icon name="failed" /> {busy() ? "Deleting…" : "Delete everything"}
            </button>
          </div>
        </form>
      </Dialog>
    </section>
  );
}
