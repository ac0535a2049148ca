import type { ConnectionView } from "@waybill/domain/connection/answers";
import { type JSX, Show } from "solid-js";
import { Empty } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { InboxEntry } from "./inbox-entry.tsx";
import type { InboxModel } from "./inbox-model.ts";
import { TestList } from "./test-dialog.tsx";

/** The right column: the opened webhook, else what to do to see one. */
export function InboxOpened(props: { model: InboxModel }): JSX.Element {
  const { opened, nothingYet, connections, filters, list, open } = props.model;
  const session = useSession();
  return (
    <section
      class="min-w-0"
      aria-label="The opened webhook"
      classList={{
        "hidden md:block": !opened() && !nothingYet(),
      }}
    >
      <Show
        when={opened()}
        keyed
        fallback={
          <Show
            when={nothingYet()}
            fallback={
              <Empty icon="inbox" title="Choose a webhook">
                How it was verified, its exact bytes and what it changed appear here.{" "}
                <span class="max-md:hidden">
                  <kbd class="wb-mono">j</kbd> and <kbd class="wb-mono">k</kbd> move through the list.
                </span>
              </Empty>
            }
          >
            <FirstWebhook connections={connections.data() ?? []} may={session.may("admin")} onArrived={open} />
          </Show>
        }
      >
        {(id) => <InboxEntry id={id} search={filters.search()} onChanged={() => void list.refresh()} />}
      </Show>
    </section>
  );
}

/** An empty inbox: where platforms post to, and a way to see the first one now. */
function FirstWebhook(props: {
  connections: readonly ConnectionView[];
  may: boolean;
  onArrived: (id: number) => void;
}): JSX.Element {
  return (
    <div class="mx-auto max-w-[560px] px-5 py-10">
      <h2 class="text-lg font-semibold">The first webhook</h2>
      <p class="mt-1 text-ink-2">
        Channels and carriers post their news to the address of their connection. Each is verified, kept exactly as it
        came, and shown here with what it changed. Give the address to the platform
        {props.may ? ", or send a signed sample now to see how it looks." : "."}
      </p>
      <TestList connections={props.connections} readonly={!props.may} onArrived={(id) => props.onArrived(id)} />
    </div>
  );
}
