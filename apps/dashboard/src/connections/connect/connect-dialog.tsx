import type { CatalogueEntry, ConnectionView } from "@waybill/domain/connection/answers";
import { createMemo, type JSX, Show } from "solid-js";
import { Dialog } from "../../parts/dialog.tsx";
import { type Kind, kindWords } from "../kinds.ts";
import { Catalogue } from "./catalogue.tsx";
import { ConnectForm } from "./connect-form.tsx";

/**
 * Choosing a platform and connecting it. `chosen`: an adapter's id shows its form, "any" the catalogue, null nothing; the page
 * keeps it in the address.
 */
export function ConnectDialog(props: {
  kind: Kind;
  chosen: string | null;
  adapters: readonly CatalogueEntry[];
  practice: boolean;
  onChoose: (adapter: string | null) => void;
  onPractice: () => void;
  onDone: (made: ConnectionView) => void;
}): JSX.Element {
  const adapter = createMemo(() => props.adapters.find((one) => one.id === props.chosen) ?? null);
  const title = () => (adapter() ? `Connect ${adapter()?.name}` : `Connect a ${kindWords(props.kind).one}`);
  return (
    <Dialog open={props.chosen !== null} title={title()} onClose={() => props.onChoose(null)}>
      <Show
        when={adapter()}
        keyed
        fallback={
          <Catalogue
            adapters={props.adapters}
            practice={props.practice && props.kind === "channel"}
            onChoose={props.onChoose}
            onPractice={props.onPractice}
          />
        }
      >
        {(one) => (
          <ConnectForm
            adapter={one}
            onBack={props.adapters.length > 1 ? () => props.onChoose("any") : null}
            onDone={props.onDone}
          />
        )}
      </Show>
    </Dialog>
  );
}
