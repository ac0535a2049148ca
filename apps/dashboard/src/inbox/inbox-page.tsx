import "./inbox.css";
import type { JSX } from "solid-js";
import { createInboxKeys } from "./inbox-keys.ts";
import { InboxList } from "./inbox-list.tsx";
import { createInboxModel } from "./inbox-model.ts";
import { InboxOpened } from "./inbox-opened.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { TestDialog } from "./test-dialog.tsx";

/** Every webhook received, like a mail reader: the list, the envelope, and what it changed. */
export function InboxPage(): JSX.Element {
  const model = createInboxModel();
  const { filters, list, connections, over, setOver, open } = model;
  let field: HTMLInputElement | undefined;
  createInboxKeys(model, () => field);
  return (
    <div class="inbox-columns">
      <h1 class="wb-sr">Inbox</h1>
      <InboxList
        model={model}
        ref={(element) => {
          field = element;
        }}
      />
      <InboxOpened model={model} />
      <ReplayDialog
        open={over() === "replay"}
        chosen={filters.chosen()}
        isFiltered={filters.isFiltered()}
        onClose={() => setOver(null)}
        onDone={() => void list.refresh()}
      />
      <TestDialog
        open={over() === "test"}
        connections={connections.data() ?? []}
        onArrived={(id) => {
          void list.refresh();
          open(id);
        }}
        onClose={() => setOver(null)}
      />
    </div>
  );
}
