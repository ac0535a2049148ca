import { A } from "@solidjs/router";
import type { CatalogueEntry, ConnectionView } from "@waybill/domain/connection/answers";
import type { JSX } from "solid-js";
import { Copy } from "../parts/copy.tsx";

/** The address its webhooks come to, and what to do with it. */
export function WebhookAddress(props: {
  connection: ConnectionView;
  adapter: CatalogueEntry | null;
  platform: string;
}): JSX.Element {
  const words = () => {
    const how = props.adapter?.webhooks;
    if (how === "account") return `Waybill has set this up at ${props.platform} and looks after it once a day.`;
    if (how === "parcel") return `Waybill gives this address to ${props.platform} with every parcel. Nothing to paste.`;
    return (
      props.adapter?.guide.webhook ??
      `Paste this address into ${props.platform}’s own webhook settings, so that it can tell of changes at once.`
    );
  };
  return (
    <section class="card p-4" aria-labelledby="webhook-head">
      <h2 id="webhook-head" class="h-part mb-2">
        Webhook address
      </h2>
      <Copy text={props.connection.webhookUrl} label="the webhook address" class="w-full" />
      <p class="mt-2 text-sm text-ink-2">{words()}</p>
      <A class="link mt-2 inline-block text-sm max-sm:min-h-10" href={`/inbox?connection=${props.connection.id}`}>
        What it has sent, in the inbox
      </A>
    </section>
  );
}
