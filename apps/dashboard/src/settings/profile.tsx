import { createEffect, createSignal, For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { createAction } from "../parts/action.ts";
import { Field } from "../parts/field.tsx";
import { chooseTheme, chosenTheme } from "../parts/theme.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { Sessions } from "./sessions.tsx";

export function ProfileSection(): JSX.Element {
  const session = useSession();
  const user = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me.user : null;
  };
  const demo = () => {
    const state = session.state();
    return state.kind === "somebody" && state.me.demo && state.me.user.email === "demo@waybill.example";
  };
  const [name, setName] = createSignal("");
  createEffect(() => setName(user()?.name ?? ""));
  const rename = createAction(async () => {
    await api.post("/api/auth/update-user", { json: { name: name().trim() } });
    await session.refresh();
    say({ tone: "delivered", text: "Your name is changed." });
  });
  return (
    <>
      <section class="set-part" aria-label="You">
        <form
          class="set-narrow"
          aria-label="Your name"
          onSubmit={(event) => {
            event.preventDefault();
            void rename.run();
          }}
        >
          <Field
            label="Name"
            name="name"
            value={name()}
            autocomplete="name"
            help={`You sign in as ${user()?.email ?? ""}. Colleagues see your name beside what you did.`}
            onInput={setName}
          />
          <button
            type="submit"
            class="btn"
            disabled={rename.busy() || name().trim() === "" || name().trim() === user()?.name}
          >
            {rename.busy() ? "Saving…" : "Save the name"}
          </button>
        </form>
      </section>
      <Appearance />
      <section class="set-part" aria-labelledby="password-head">
        <h2 class="h-part mb-3" id="password-head">
          Password
        </h2>
        <Show
          when={!demo()}
          fallback={<p class="text-ink-2">The demo’s account has no password of its own: one click signs it in.</p>}
        >
          <PasswordForm />
        </Show>
      </section>
      <Sessions />
    </>
  );
}

function Appearance(): JSX.Element {
  const themes = [
    ["system", "Like the system"],
    ["light", "Light"],
    ["dark", "Dark"],
  ] as const;
  return (
    <section class="set-part" aria-labelledby="look-head">
      <h2 class="h-part mb-3" id="look-head">
        Appearance
      </h2>
      <div role="radiogroup" aria-labelledby="look-head" class="set-seg">
        <For each={themes}>
          {([id, word]) => (
            <label classList={{ on: chosenTheme() === id }}>
              <input
                type="radio"
                name="theme"
                class="wb-sr"
                checked={chosenTheme() === id}
                onChange={() => chooseTheme(id)}
              />
              {word}
            </label>
          )}
        </For>
      </div>
      <p class="mt-2 text-sm text-ink-2">
        Kept in this browser. Press <kbd class="kbd">?</kbd> on any page for its keys, and{" "}
        <kbd class="kbd">Ctrl/⌘ K</kbd> to jump anywhere.
      </p>
    </section>
  );
}

function PasswordForm(): JSX.Element {
  const [problem, setProblem] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const change = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/api/auth/change-password", {
        json: {
          currentPassword: String(data.get("current") ?? ""),
          newPassword: String(data.get("new") ?? ""),
          revokeOtherSessions: true,
        },
      });
      form.reset();
      say({ tone: "delivered", text: "Your password is changed. Other browsers must sign in again." });
    } catch (error) {
      setProblem(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="set-narrow"
      aria-label="Change the password"
      onSubmit={(event) => {
        event.preventDefault();
        void change(event.currentTarget);
      }}
    >
      <Field
        label="Current password"
        name="current"
        type="password"
        autocomplete="current-password"
        problem={problem()}
      />
      <Field
        label="New password"
        name="new"
        type="password"
        minLength={10}
        autocomplete="new-password"
        help="At least 10 characters. Every other browser is signed out."
      />
      <button type="submit" class="btn" disabled={busy()}>
        {busy() ? "Changing…" : "Change the password"}
      </button>
    </form>
  );
}
