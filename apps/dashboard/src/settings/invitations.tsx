import type { Invitation } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import { useClock } from "@waybill/ui/clock";
import { Icon } from "@waybill/ui/icon";
import { createSignal, For, type JSX, Show } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { CopyButton } from "./copy-button.tsx";
import { RoleChoice } from "./role-choice.tsx";
import { roleWord } from "./roles.ts";

/** Invitations that nobody has accepted yet, and a new one. */
export function Invitations(): JSX.Element {
  const view = createView(() => api.get("/api/invitations").then(itemsOf));
  const [open, setOpen] = createSignal(false);
  const revoke = createAction(async (invitation: Invitation) => {
    await api.delete("/api/invitations/:id", { param: { id: invitation.id } });
    say({ tone: "delivered", text: `The invitation of ${invitation.email} no longer works.` });
    await view.reload();
  });
  return (
    <section class="set-part" aria-labelledby="invited-head">
      <header>
        <h2 class="h-part" id="invited-head">
          Invited, not here yet
        </h2>
        <button type="button" class="btn btn-main" onClick={() => setOpen(true)}>
          <Icon name="plus" /> Invite someone
        </button>
      </header>
      <Show
        when={(view.data() ?? []).length > 0}
        fallback={
          <Show
            when={view.error()}
            fallback={<p class="text-ink-2">Nobody. An invitation is a link that you hand over.</p>}
          >
            {(error) => (
              <p class="flex flex-wrap items-center gap-3 text-failed" role="alert">
                {failureWords(error())}
                <button type="button" class="btn btn-small" onClick={() => void view.reload()}>
                  <Icon name="retry" /> Try again
                </button>
              </p>
            )}
          </Show>
        }
      >
        <ul class="set-list">
          <For each={view.data() ?? []}>
            {(invitation) => (
              <li class="set-row" data-invitation={invitation.email}>
                <div class="min-w-0">
                  <div class="wb-mono">{invitation.email}</div>
                  <div class="text-sm text-ink-2">
                    {roleWord(invitation.role)} · <Expiry at={invitation.expiresAt} />
                  </div>
                </div>
                <div class="acts">
                  <CopyButton text={invitation.url} word="Copy link" about={`of ${invitation.email}`} />
                  <button
                    type="button"
                    class="btn btn-small btn-bare"
                    aria-label={`Revoke the invitation of ${invitation.email}`}
                    disabled={revoke.busy()}
                    onClick={() => void revoke.run(invitation)}
                  >
                    Revoke
                  </button>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Dialog open={open()} title="Invite someone" onClose={() => setOpen(false)}>
        <InviteForm onMade={() => void view.reload()} onClose={() => setOpen(false)} />
      </Dialog>
    </section>
  );
}

function Expiry(props: { at: number }): JSX.Element {
  const now = useClock();
  const days = () => Math.max(0, Math.ceil((props.at - now()) / 86_400_000));
  return <>good for {days() === 1 ? "one more day" : `${days()} more days`}</>;
}

function InviteForm(props: { onMade: () => void; onClose: () => void }): JSX.Element {
  const session = useSession();
  const [role, setRole] = createSignal<Role>("agent");
  const [email, setEmail] = createSignal("");
  const [problem, setProblem] = createSignal<string | null>(null);
  const [made, setMade] = createSignal<Invitation | null>(null);
  const [busy, setBusy] = createSignal(false);
  const shop = () => {
    const state = session.state();
    return state.kind === "somebody" ? (state.me.organisation?.name ?? "our shop") : "our shop";
  };
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setMade(await api.post("/api/invitations", { json: { email: email().trim(), role: role() } }));
      props.onMade();
    } catch (error) {
      setProblem(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  const mail = (invitation: Invitation) => {
    const subject = encodeURIComponent(`Join ${shop()} on Waybill`);
    const body = encodeURIComponent(
      `You are invited to ${shop()}. Open this link within 7 days:\n\n${invitation.url}\n`,
    );
    return `mailto:${encodeURIComponent(invitation.email)}?subject=${subject}&body=${body}`;
  };
  return (
    <Show
      when={made()}
      fallback={
        <form
          aria-label="Invite someone"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Field
            label="E-mail"
            name="email"
            type="email"
            autofocus
            value={email()}
            problem={problem()}
            help="The invitation works for an account with this address only."
            onInput={setEmail}
          />
          <RoleChoice label="Role" value={role()} onChange={setRole} />
          <div class="flex justify-end gap-2">
            <button type="button" class="btn" onClick={() => props.onClose()}>
              Cancel
            </button>
            <button type="submit" class="btn btn-main" disabled={busy()}>
              {busy() ? "Making the link…" : "Make the invitation"}
            </button>
          </div>
        </form>
      }
    >
      {(invitation) => (
        <div role="status">
          <p class="mb-3">
            Hand this link to <span class="wb-mono">{invitation().email}</span>. It makes them{" "}
            <b>{roleWord(invitation().role).toLowerCase()}</b>, works once, and for 7 days.
          </p>
          <code class="set-code" data-invite-link>
            {invitation().url}
          </code>
          <div class="mt-4 flex flex-wrap justify-end gap-2">
            <a class="btn" href={mail(invitation())}>
              <Icon name="mail" /> Write the mail
            </a>
            <CopyButton text={invitation().url} word="Copy link" about="" main />
            <button type="button" class="btn btn-bare" onClick={() => props.onClose()}>
              Done
            </button>
          </div>
        </div>
      )}
    </Show>
  );
}
