import { useNavigate } from "@solidjs/router";
import { Wordmark } from "@waybill/ui/barcode";
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { failureWords, request } from "../api/client.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../state/session.tsx";

/** Where an invitation's link leads once somebody is signed in: accept it, or come with another account. */
export function InvitePage(props: { id: string }): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  onMount(() => {
    document.title = "Invitation · Waybill";
  });
  const email = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me.user.email : "";
  };
  const accept = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await request("POST", `/api/invitations/accept/${encodeURIComponent(props.id)}`, {});
      navigate("/", { replace: true });
      await session.refresh();
      const state = session.state();
      const name = state.kind === "somebody" ? state.me.organisation?.name : null;
      say({ tone: "delivered", text: name ? `Welcome to ${name}.` : "Welcome." });
    } catch (error) {
      setProblem(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-[400px] flex-col justify-center px-5 py-10">
      <p class="mb-6 text-xl">
        <Wordmark count={0} live={true} />
      </p>
      <h1 class="text-2xl leading-[1.15] font-semibold">You are invited to a shop</h1>
      <p class="mt-2 mb-6 text-ink-2">
        Accept, and you see its orders and parcels as <span class="wb-mono text-ink">{email()}</span>. The person who
        invited you chose what you may do there.
      </p>
      <button type="button" class="btn btn-main min-h-11 text-lg" disabled={busy()} onClick={() => void accept()}>
        {busy() ? "One moment…" : "Accept the invitation"}
      </button>
      <Show when={problem()}>
        {(text) => (
          <p role="alert" class="mt-4 text-failed">
            {text()}
          </p>
        )}
      </Show>
      <p class="mt-6 flex flex-wrap gap-x-4 text-sm text-ink-2">
        <button type="button" class="link max-sm:min-h-10" onClick={() => void session.signOut()}>
          Use another account
        </button>
        <button type="button" class="link max-sm:min-h-10" onClick={() => navigate("/")}>
          Not now
        </button>
      </p>
    </main>
  );
}
