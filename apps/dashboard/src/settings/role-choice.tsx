import type { Role } from "@waybill/domain/organisation/roles";
import { For, type JSX } from "solid-js";
import { useSession } from "../session/session.tsx";
import { mayGive, roleWords } from "./roles.ts";

/** Which role, with what each may do in words. Those above one's own are not offered. */
export function RoleChoice(props: {
  label: string;
  value: Role;
  /** Keys have roles, too; a key of an owner is possible. */
  onChange: (role: Role) => void;
}): JSX.Element {
  const session = useSession();
  const own = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me.role : null;
  };
  return (
    <fieldset class="mb-4">
      <legend class="label">{props.label}</legend>
      <div class="set-list">
        <For each={roleWords.filter(({ role }) => mayGive(own(), role))}>
          {({ role, word, may }) => (
            <label class="set-switch">
              <input
                type="radio"
                name="role"
                value={role}
                checked={props.value === role}
                onChange={() => props.onChange(role)}
              />
              <span>
                <span class="font-medium">{word}</span>
                <span class="block text-sm text-ink-2">{may}</span>
              </span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
