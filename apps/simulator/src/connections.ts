import { credentials } from "./credentials.ts";
import type { Sim } from "./sim.ts";

/** How an account of this world is connected, as a seller would by hand; whoever connects needs to know no platform. */
type SimConnection = {
  kind: "carrier" | "channel";
  /** The platform's id, as clients of that platform name it. */
  adapter: string;
  name: string;
  /** What a seller types. The base URL is `path` below this simulator. */
  settings: Record<string, string>;
  path: string;
  /** Where its portal is below `/_sim`, for a platform that is told the webhook's address by hand; null: it is told by its API. */
  portal: string | null;
  /** A shop beside the first one: for whoever wants the whole world. */
  further: boolean;
};

const carrier = (adapter: string, name: string, settings: Record<string, string>): SimConnection => ({
  ...{ kind: "carrier", adapter, name, settings, path: `/${adapter}`, portal: null, further: false },
});

/** Carriers first, so that the first orders' parcels find someone to follow them. */
export function connectionsOf(sim: Sim): SimConnection[] {
  const { easypost, ups, fedex } = credentials;
  return [
    carrier("easypost", "EasyPost", easypost),
    carrier("ups", "UPS", ups),
    { ...carrier("fedex", "FedEx", fedex), portal: "/fedex/webhook" },
    ...sim.shops.map(({ shopify: { profile } }, i): SimConnection => {
      const { path, name, shop, clientId, clientSecret } = profile;
      const settings = { shop, clientId, clientSecret };
      return { kind: "channel", adapter: "shopify", name, settings, path, portal: null, further: i > 0 };
    }),
  ];
}

/** The fixed credentials of every platform, and those of the shops beside the first one. */
export function credentialsOf(sim: Sim): object {
  const further = sim.shops.slice(1).map(({ world: { shop } }) => {
    const { path, name, currency, shop: domain, clientId, clientSecret } = shop;
    return { path, name, currency, shop: domain, clientId, clientSecret };
  });
  return further.length > 0 ? { ...credentials, further } : credentials;
}
