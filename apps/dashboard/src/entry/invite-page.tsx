import { useNavigate } from "@solidjs/router";
import type { Me } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import { Wordmark } from "@waybill/ui/barcode";
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords, isApiFailure } from "../api/client.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { roleWord, roleWords } from "../settings/roles.ts";

type Invitation = { organisation: string; inviter: string; role: Role };

/** Where an invitation's link leads once somebody is signed in: accept it, or come with another account. */
export function InvitePage(props: { id: string }): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<unknown>(null);
  const [invitation, setInvitation] = createSignal<Invitation | null>(null);
  const look = async () => {
    try {
      setInvitation(await api.get("/api/invitations/:id", { param: { id: props.id } }));
    } catch (error) {
      setProblem(() => error);
    }
  };
  onMount(() => {
    document.title = "Invitation · Waybill";
    void look();
  });
  const me = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me : null;
  };
  // Withdrawn, used, too old, or for somebody else: the server tells strangers no more than that.
  const useless = () => {
    const error = problem();
    return isApiFailure(error) && error.status === 404;
  };
  const accept = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/api/invitations/accept/:id", { param: { id: props.id } });
      navigate("/", { replace: true });
      await session.refresh();
      const name = me()?.organisation?.name;
      say({ tone: "delivered", text: name ? `Welcome to ${name}.` : "Welcome." });
    } catch (error) {
      setProblem(() => error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-[420px] flex-col justify-center px-5 py-10">
      <p class="mb-6 text-xl">
        <Wordmark count={0} live={true} />
      </p>
      <Show when={!useless()} fallback={<Useless email={me()?.user.email} />}>
        <Invited invitation={invitation()} me={me()} />
        <button type="button" class="btn btn-main min-h-11 text-lg" disabled={busy()} onClick={() => void accept()}>
          {busy() ? "One moment…" : "Accept the invitation"}
        </button>
        <Show when={problem()}>
          {(error) => (
            <p role="alert" class="mt-4 text-failed">
              {failureWords(error())}
            </p>
          )}
        </Show>
      </Show>
      <p class="mt-6 flex flex-wrap gap-2 text-sm">
        <button type="button" class="btn" onClick={() => void session.signOut()}>
          Use another account
        </button>
        <button type="button" class="btn btn-bare" onClick={() => navigate("/")}>
          {useless() ? "Go to Waybill" : "Not now"}
        </button>
      </p>
    </main>
  );
}

function Useless(props: { email: string | undefined }): JSX.Element {
  return (
    <div role="alert">
      <h1 class="text-2xl leading-[1.15] font-semibold">This invitation does not work for you</h1>
      <p class="mt-2 text-ink-2">
        You are signed in as <span class="wb-mono text-ink">{props.email}</span>. An invitation works once, for seven
        days, and only for the address it was made for. If yours is another one, change the account; if it is this one,
        ask for a new link.
      </p>
    </div>
  );
}

/** Who asks whom to join what, and as what. */
function Invited(props: { invitation: Invitation | null; me: Me | null }): JSX.Element {
  return (
    <>
      <h1 class="text-2xl leading-[1.15] font-semibold">
        You are invited to {props.invitation?.organisation ?? "a shop"}
      </h1>
      {/* Two lines from the start: nothing below moves when the names arrive. */}
      <p class="mt-2 min-h-[2lh] text-ink-2">
        <Show when={props.invitation}>
          {(input) => (
            <>
              {input().inviter} asks you to join as <b class="text-ink">{roleWord(input().role).toLowerCase()}</b>.{" "}
              {roleWords.find(({ role }) => role === input().role)?.may}
            </>
          )}
        </Show>
      </p>
      <dl class="card mt-5 mb-5 grid grid-cols-[auto_1fr] gap-x-4 px-4 py-3">
        <dt class="text-ink-2">You join as</dt>
        <dd class="text-right">
          <span class="block font-medium">{props.me?.user.name}</span>
          <span class="wb-mono text-sm text-ink-2">{props.me?.user.email}</span>
        </dd>
      </dl>
    </>
  );
}
