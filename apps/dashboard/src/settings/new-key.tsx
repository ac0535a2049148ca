import type { ApiKey } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords, isApiFailure } from "../api/client.ts";
import { Field } from "../parts/field.tsx";
import { CopyButton } from "./copy-button.tsx";
import { RoleChoice } from "./role-choice.tsx";

/** Makes a key and shows it this once, with a call to try it. */
export function NewKey(props: { onMade: () => void; onClose: () => void }): JSX.Element {
  const [name, setName] = createSignal("");
  const [role, setRole] = createSignal<Role>("viewer");
  const [days, setDays] = createSignal("90");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<unknown>(null);
  const [made, setMade] = createSignal<(ApiKey & { key: string }) | null>(null);
  const nameProblem = () => {
    const error = problem();
    return isApiFailure(error) ? (error.issues.find(({ path }) => path === "name")?.message ?? null) : null;
  };
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const expiresInDays = days() === "" ? null : Number(days());
      const body = { name: name().trim(), role: role(), expiresInDays };
      setMade(await api.post("/api/api-keys", { json: body }));
      props.onMade();
    } catch (error) {
      setProblem(() => error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Show
      when={made()}
      fallback={
        <form
          aria-label="Make an API key"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <Field
            label="Name"
            name="name"
            autofocus
            value={name()}
            problem={nameProblem()}
            help="What it is for, so that you know what breaks when you revoke it."
            onInput={setName}
          />
          <RoleChoice label="It may do what this role may" value={role()} onChange={setRole} />
          <label class="label" for="key-days">
            Works for
          </label>
          <select
            id="key-days"
            class="input mb-4"
            value={days()}
            onChange={(event) => setDays(event.currentTarget.value)}
          >
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">A year</option>
            <option value="">Until it is revoked</option>
          </select>
          <Show when={problem() && !nameProblem()}>
            <p class="mb-3 text-failed" role="alert">
              {failureWords(problem())}
            </p>
          </Show>
          <div class="flex justify-end gap-2">
            <button type="button" class="btn" onClick={() => props.onClose()}>
              Cancel
            </button>
            <button type="submit" class="btn btn-main" disabled={busy()}>
              {busy() ? "Making…" : "Make the key"}
            </button>
          </div>
        </form>
      }
    >
      {(key) => <Shown apiKey={key().key} onClose={props.onClose} />}
    </Show>
  );
}

function Shown(props: { apiKey: string; onClose: () => void }): JSX.Element {
  let head!: HTMLParagraphElement;
  onMount(() => head.focus());
  const curl = () => `curl -H "x-api-key: ${props.apiKey}" \\\n  "${location.origin}/api/orders?limit=5"`;
  return (
    <div>
      <p ref={head} tabindex="-1" class="mb-3 font-medium outline-none">
        Copy the key now: it is shown this once. We keep only its fingerprint.
      </p>
      <code class="set-code" data-new-key>
        {props.apiKey}
      </code>
      <p class="label mt-4">Try it</p>
      <code class="set-code">{curl()}</code>
      <div class="mt-4 flex flex-wrap justify-end gap-2">
        <CopyButton text={curl()} word="Copy the call" about="" />
        <CopyButton text={props.apiKey} word="Copy the key" about="" main />
        <button type="button" class="btn btn-bare" onClick={() => props.onClose()}>
          Done
        </button>
      </div>
    </div>
  );
}
