import type { Member } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import type { JSX } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { Confirm, Dialog } from "../parts/dialog.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { RoleChoice } from "./role-choice.tsx";
import { roleWord } from "./roles.ts";

type Props = {
  member: Member;
  self: boolean;
  open: "role" | "remove" | "leave" | null;
  /** The role that is chosen, not yet given. */
  role: Role;
  onRole: (role: Role) => void;
  onClose: () => void;
  onChanged: () => Promise<void>;
};

/** Another role for a member, their removal, or one's own leaving: asked before it happens. */
export function MemberDialogs(props: Props): JSX.Element {
  const session = useSession();
  const me = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me : null;
  };
  const remove = createAction(async () => {
    await api.delete("/api/members/:id", { param: { id: props.member.id } });
    props.onClose();
    say({ tone: "delivered", text: `${props.member.name} is no longer a member.` });
    await props.onChanged();
  });
  const leave = createAction(async () => {
    const id = me()?.organisation?.id;
    if (!id) return;
    await api.post("/api/organisations/leave", { json: { id } });
    props.onClose();
    await session.refresh();
  });
  return (
    <>
      <RoleDialog {...props} />
      <Confirm
        open={props.open === "remove"}
        title={`Remove ${props.member.name}?`}
        action={remove.busy() ? "Removing…" : "Remove"}
        busy={remove.busy()}
        onYes={() => void remove.run()}
        onClose={props.onClose}
      >
        They are signed out of this organisation at once and see nothing of it any more. What they did stays in the
        history under their name. API keys they made go on working: revoke those under API keys.
      </Confirm>
      <Confirm
        open={props.open === "leave"}
        title={`Leave ${me()?.organisation?.name ?? "the organisation"}?`}
        action={leave.busy() ? "Leaving…" : "Leave"}
        busy={leave.busy()}
        onYes={() => void leave.run()}
        onClose={props.onClose}
      >
        You see nothing of it any more. To come back, somebody there must invite you again.
      </Confirm>
    </>
  );
}

function RoleDialog(props: Props): JSX.Element {
  const session = useSession();
  const role = () => props.role;
  const change = createAction(async () => {
    await api.patch("/api/members/:id", { param: { id: props.member.id }, json: { role: role() } });
    props.onClose();
    say({ tone: "delivered", text: `${props.member.name} is ${roleWord(role()).toLowerCase()} now.` });
    await Promise.all([props.onChanged(), props.self ? session.refresh() : null]);
  });
  return (
    <Dialog open={props.open === "role"} title={`Role of ${props.member.name}`} onClose={props.onClose}>
      <RoleChoice label="May do" value={role()} onChange={props.onRole} />
      <p class="mb-4 text-sm text-ink-2">It counts at once, also in windows that they have open.</p>
      <div class="flex justify-end gap-2">
        <button type="button" class="btn" onClick={props.onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="btn btn-main"
          disabled={change.busy() || role() === props.member.role}
          onClick={() => void change.run()}
        >
          {change.busy() ? "Changing…" : "Change the role"}
        </button>
      </div>
    </Dialog>
  );
}
