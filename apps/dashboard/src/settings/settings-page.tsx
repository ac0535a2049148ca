import "./settings.css";
import { A, useNavigate, useParams } from "@solidjs/router";
import { createEffect, For, type JSX, Match, Show, Switch } from "solid-js";
import { createCommands } from "../palette/commands.ts";
import { Empty } from "../parts/states.tsx";
import { BrandingSection } from "./branding/branding.tsx";
import { DataSection } from "./data.tsx";
import { GeneralSection } from "./general.tsx";
import { KeysSection } from "./keys.tsx";
import { MembersSection } from "./members.tsx";
import { NotificationsSection } from "./notifications.tsx";
import { ProfileSection } from "./profile.tsx";
import { sections } from "./sections.ts";

/** Everything an organisation and its people choose, one part at a time; the part is in the address. */
export function SettingsPage(): JSX.Element {
  const params = useParams<{ section?: string }>();
  const navigate = useNavigate();
  const id = () => params.section ?? "general";
  const section = () => sections.find((one) => one.id === id());
  createEffect(() => {
    document.title = `${section()?.word ?? "Not found"} · Settings · Waybill`;
  });
  createCommands(() =>
    sections.map((one) => ({
      id: `settings ${one.id}`,
      words: `Settings: ${one.word}`,
      group: "Go to" as const,
      also: one.about,
      run: () => navigate(`/settings/${one.id}`),
    })),
  );
  return (
    <div class="set-page">
      <nav aria-label="Settings" class="set-nav">
        <p class="set-nav-head">Settings</p>
        <ul>
          <For each={sections}>
            {(one) => (
              <li>
                <A
                  href={`/settings/${one.id}`}
                  class="set-link"
                  classList={{ current: id() === one.id }}
                  aria-current={id() === one.id ? "page" : undefined}
                >
                  {one.word}
                </A>
              </li>
            )}
          </For>
        </ul>
      </nav>
      <div class="set-body">
        <Show
          when={section()}
          fallback={
            <Empty icon="box" title="There are no such settings">
              <A class="link" href="/settings/general">
                Go to the general settings
              </A>
            </Empty>
          }
        >
          {(one) => (
            <>
              <header class="mb-6">
                <h1 class="h-page">{one().word}</h1>
                <p class="mt-1 text-ink-2">{one().about}</p>
              </header>
              <Switch>
                <Match when={one().id === "general"}>
                  <GeneralSection />
                </Match>
                <Match when={one().id === "branding"}>
                  <BrandingSection />
                </Match>
                <Match when={one().id === "notifications"}>
                  <NotificationsSection />
                </Match>
                <Match when={one().id === "members"}>
                  <MembersSection />
                </Match>
                <Match when={one().id === "keys"}>
                  <KeysSection />
                </Match>
                <Match when={one().id === "data"}>
                  <DataSection />
                </Match>
                <Match when={one().id === "profile"}>
                  <ProfileSection />
                </Match>
              </Switch>
            </>
          )}
        </Show>
      </div>
    </div>
  );
}
