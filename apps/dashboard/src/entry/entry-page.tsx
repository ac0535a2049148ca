import { api } from "../api/api.ts";
import { browserZone } from "../parts/browser-zone.ts";
import "../welcome/welcome.css";
import { useNavigate } from "@solidjs/router";
import { Wordmark } from "@waybill/ui/barcode";
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { failureWords, isApiFailure } from "../api/client.ts";
import { Field } from "../parts/field.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { EntryLabel } from "./entry-label.tsx";

/** Sign in, sign up, or one click into the demo. An invited person joins a shop instead of opening one. */
export function EntryPage(props: { invited: boolean }): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  // The bars of the mark move for what really happens here: the server answers, a field is filled in.
  const [beats, setBeats] = createSignal(0);
  const [reached, setReached] = createSignal(false);
  const beat = () => setBeats((n) => n + 1);
  const [joining, setJoining] = createSignal(props.invited);
  const [busy, setBusy] = createSignal<"demo" | "form" | null>(null);
  // Offered only where there is one; asked, because nobody is signed in yet who could know.
  const [demo, setDemo] = createSignal(false);
  onMount(() => {
    document.title = "Sign in · Waybill";
    api.get("/healthz").then(
      (answer) => {
        setDemo(answer.demo);
        setReached(true);
        setBeats(12);
      },
      (error) => setProblem(failureWords(error)),
    );
  });
  const [problem, setProblem] = createSignal<string | null>(null);

  const attempt = async (kind: "demo" | "form", act: () => Promise<unknown>) => {
    setProblem(null);
    setBusy(kind);
    try {
      await act();
      await session.refresh();
    } catch (error) {
      const noDemo = kind === "demo" && isApiFailure(error) && error.status === 404;
      if (noDemo) setDemo(false);
      setProblem(noDemo ? "This installation has no demo. Sign in, or create an account." : failureWords(error));
    } finally {
      setBusy(null);
    }
  };
  const submit = (form: FormData) =>
    void attempt("form", async () => {
      const opened = await enter({ form, joining: joining(), invited: props.invited });
      if (opened) navigate("/welcome", { replace: true });
    });
  return (
    <div class="en-split">
      <div class="en-label">
        <EntryLabel count={beats()} live={reached()} />
      </div>
      <main class="mx-auto flex w-full max-w-[400px] flex-col justify-center px-5 py-10">
        <h1 class="text-2xl">
          <Wordmark count={beats()} live={reached()} />
        </h1>
        <p class="mt-3 mb-1 text-xl leading-[1.15] font-semibold">Every order and every parcel, live.</p>
        <p class="mb-7 text-ink-2">
          {props.invited
            ? "You are invited to a shop. Sign in, or create an account, with the address the invitation was sent to."
            : "Your sales channels and carriers on one screen, and a tracking page that your customers will like."}
        </p>

        <Show when={demo() && !props.invited}>
          <DemoOffer busy={busy()} onTry={() => void attempt("demo", () => api.post("/api/demo/session"))} />
        </Show>

        <EntryForm
          joining={joining()}
          invited={props.invited}
          main={props.invited || !demo()}
          busy={busy()}
          onInput={beat}
          onSubmit={submit}
        />
        <Show when={problem()}>
          {(text) => (
            <p role="alert" class="mt-4 text-failed">
              {text()}
            </p>
          )}
        </Show>
        <p class="mt-6 text-sm text-ink-2">
          {joining() ? "Already have an account? " : "New here? "}
          <button type="button" class="link" onClick={() => setJoining(!joining())}>
            {joining() ? "Sign in" : "Create an account"}
          </button>
        </p>
      </main>
    </div>
  );
}

/** Signs in, or signs up and opens the shop. True: a new shop is open, and its first steps come next. */
async function enter(input: { form: FormData; joining: boolean; invited: boolean }): Promise<boolean> {
  const { form } = input;
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const password = String(form.get("password") ?? "");
  if (!input.joining) {
    await api.post("/api/auth/sign-in/email", { json: { email: text("email"), password } });
    return false;
  }
  await api.post("/api/auth/sign-up/email", { json: { name: text("name"), email: text("email"), password } });
  if (input.invited) return false;
  try {
    await api.post("/api/organisations", { json: { name: text("organisation"), timeZone: browserZone() } });
  } catch (error) {
    // The account is made: signing up again would be refused. The next page asks for the shop alone.
    say({ tone: "failed", text: failureWords(error) });
    return false;
  }
  return true;
}

type Busy = "demo" | "form" | null;

function DemoOffer(props: { busy: Busy; onTry: () => void }): JSX.Element {
  return (
    <>
      <button
        type="button"
        class="btn btn-main min-h-11 text-lg"
        disabled={props.busy !== null}
        onClick={() => props.onTry()}
      >
        {props.busy === "demo" ? "Opening the demo…" : "Try the demo"}
      </button>
      <p class="mt-2 text-sm text-ink-2">
        A practice shop whose orders and parcels move by themselves. No account needed.
      </p>

      <div class="my-7 flex items-center gap-3 text-sm text-ink-3" aria-hidden="true">
        <span class="h-px flex-1 bg-line" /> or <span class="h-px flex-1 bg-line" />
      </div>
    </>
  );
}

function EntryForm(props: {
  joining: boolean;
  invited: boolean;
  /** The form is the page's main way, not the demo. */
  main: boolean;
  busy: Busy;
  onInput: () => void;
  onSubmit: (form: FormData) => void;
}): JSX.Element {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit(new FormData(event.currentTarget));
      }}
      onInput={() => props.onInput()}
      aria-label={props.joining ? "Sign up" : "Sign in"}
    >
      <Show when={props.joining}>
        <Field label="Your name" name="name" autocomplete="name" />
        <Show when={!props.invited}>
          <Field label="Shop or company" name="organisation" autocomplete="organization" />
        </Show>
      </Show>
      <Field label="Email" name="email" type="email" autocomplete="username" />
      <Field
        label="Password"
        name="password"
        type="password"
        minLength={props.joining ? 10 : undefined}
        help={props.joining ? "At least 10 characters." : null}
        autocomplete={props.joining ? "new-password" : "current-password"}
      />
      <button
        type="submit"
        class="btn min-h-10 w-full"
        classList={{ "btn-main": props.main }}
        disabled={props.busy !== null}
      >
        {props.busy === "form" ? "One moment…" : props.joining ? "Create the account" : "Sign in"}
      </button>
    </form>
  );
}
