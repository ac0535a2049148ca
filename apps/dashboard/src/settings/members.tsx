import type { Member } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import { Time } from "@waybill/ui/time";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { createView } from "../live/view.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { Invitations } from "./invitations.tsx";
import { MemberDialogs } from "./member-dialogs.tsx";
import { roleWord, roleWords } from "./roles.ts";

/** Who works here. Colleagues change this too: it is read again when the window is looked at again. */
export function MembersSection(): JSX.Element {
  const session = useSession();
  const view = createView(() => api.get("/api/members").then(itemsOf));
  const look = () => void view.reload();
  onMount(() => addEventListener("focus", look));
  onCleanup(() => removeEventListener("focus", look));
  return (
    <Show
      when={view.data()}
      fallback={
        <Show when={view.error()} fallback={<Loading what="the members" rows={4} />}>
          {(error) => <Failure error={error()} what="the members" onRetry={look} />}
        </Show>
      }
    >
      {(members) => (
        <>
          <section class="set-part" aria-label="Members">
            <ul class="set-list">
              <For each={members()}>
                {(member) => <MemberRow member={member} all={members()} onChanged={view.reload} />}
              </For>
            </ul>
          </section>
          <Show when={session.may("admin")}>
            <Invitations />
          </Show>
          <section class="set-part" aria-labelledby="roles-head">
            <header>
              <h2 class="h-part" id="roles-head">
                What each role may do
              </h2>
            </header>
            <dl class="grid grid-cols-[84px_1fr] gap-x-4 gap-y-2">
              <For each={roleWords}>
                {({ word, may }) => (
                  <>
                    <dt class="font-medium">{word}</dt>
                    <dd class="text-ink-2">{may}</dd>
                  </>
                )}
              </For>
            </dl>
          </section>
        </>
      )}
    </Show>
  );
}

function MemberRow(props: { member: Member; all: readonly Member[]; onChanged: () => Promise<void> }): JSX.Element {
  const session = useSession();
  const [open, setOpen] = createSignal<"role" | "remove" | "leave" | null>(null);
  const [role, setRole] = createSignal<Role>(props.member.role);
  const me = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me : null;
  };
  const self = () => me()?.user.id === props.member.userId;
  const lastOwner = () => props.member.role === "owner" && props.all.filter((one) => one.role === "owner").length === 1;
  const may = () => session.may("admin") && (props.member.role !== "owner" || session.may("owner")) && !lastOwner();
  return (
    <li class="set-row" data-member={props.member.email}>
      <div class="min-w-0">
        <div class="font-medium">
          {props.member.name}
          <Show when={self()}>
            <span class="font-normal text-ink-2"> (you)</span>
          </Show>
        </div>
        <div class="text-sm text-ink-2">
          <span class="wb-mono">{props.member.email}</span> · since <Time at={props.member.joinedAt} />
        </div>
      </div>
      <div class="acts">
        <Show when={may()} fallback={<RoleText role={props.member.role} last={lastOwner()} />}>
          <button
            type="button"
            class="btn btn-small"
            aria-label={`Role of ${props.member.name}: ${roleWord(props.member.role)}. Change`}
            onClick={() => {
              setRole(props.member.role);
              setOpen("role");
            }}
          >
            {roleWord(props.member.role)}…
          </button>
        </Show>
        <Show when={self() && !lastOwner()}>
          <button type="button" class="btn btn-small btn-bare" onClick={() => setOpen("leave")}>
            Leave…
          </button>
        </Show>
        <Show when={may() && !self()}>
          <button
            type="button"
            class="btn btn-small btn-bare"
            aria-label={`Remove ${props.member.name}`}
            onClick={() => setOpen("remove")}
          >
            Remove…
          </button>
        </Show>
      </div>
      <MemberDialogs
        member={props.member}
        self={self()}
        open={open()}
        role={role()}
        onRole={setRole}
        onClose={() => setOpen(null)}
        onChanged={props.onChanged}
      />
    </li>
  );
}

function RoleText(props: { role: Role; last: boolean }): JSX.Element {
  return (
    <span class="text-ink-2">
      {roleWord(props.role)}
      <Show when={props.last}>
        <span class="text-sm"> · the only owner: make another before leaving</span>
      </Show>
    </span>
  );
}
