import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import type { Me } from "@waybill/domain/organisation/answers";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { Confirm } from "../parts/dialog.tsx";
import { nextTheme, themeWord } from "../parts/theme.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";

const initials = (name: string) =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((part) => part.charAt(0).toUpperCase())
    .slice(0, 2)
    .join("");

/** Who is signed in, the theme, the demo's reset, and the way out. */
export function AccountMenu(props: { me: Me; onGo: (path: string) => void }): JSX.Element {
  const session = useSession();
  const [asking, setAsking] = createSignal(false);
  const reset = createAction(async () => {
    await api.post("/api/demo/reset");
    setAsking(false);
    say({ tone: "delivered", text: "The demo starts again with a fresh world." });
    props.onGo("/");
    location.reload();
  });
  const leave = createAction(session.signOut);
  return (
    <>
      <DropdownMenu placement="bottom-end" gutter={6}>
        <DropdownMenu.Trigger class="tap size-8 rounded-full border border-line-strong text-xs font-semibold max-sm:size-10">
          <span aria-hidden="true">{initials(props.me.user.name) || "?"}</span>
          <span class="wb-sr">Account of {props.me.user.name}</span>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content class="menu !relative">
            <div class="px-2.5 py-1.5">
              <div class="font-medium">{props.me.user.name}</div>
              <div class="text-sm text-ink-2">
                {props.me.organisation?.name} · {props.me.role}
              </div>
            </div>
            <DropdownMenu.Separator class="my-1 border-line" />
            <DropdownMenu.Item class="menu-item" closeOnSelect={false} onSelect={() => nextTheme()}>
              Theme: {themeWord()}
            </DropdownMenu.Item>
            <Show when={props.me.demo && session.may("owner")}>
              <DropdownMenu.Item class="menu-item" onSelect={() => setAsking(true)}>
                Reset the demo…
              </DropdownMenu.Item>
            </Show>
            <DropdownMenu.Item class="menu-item" onSelect={() => void leave.run()}>
              Sign out
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu>
      <Confirm
        open={asking()}
        title="Reset the demo"
        action={reset.busy() ? "Resetting…" : "Reset the demo"}
        busy={reset.busy()}
        onYes={() => void reset.run()}
        onClose={() => setAsking(false)}
      >
        All orders, parcels and mails of the demo are removed, and the simulated shop and carriers begin again. This
        takes a few seconds and cannot be taken back.
      </Confirm>
    </>
  );
}
