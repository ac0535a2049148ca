import { credentials } from "../credentials.ts";

/** One shop of the simulated world: who it is at Shopify, what it sells and in which money. */
export type ShopProfile = {
  /** Where its API lives below the simulator: `/shopify`, `/shopify-eu` … */
  path: string;
  shop: string;
  clientId: string;
  clientSecret: string;
  accessToken: string;
  name: string;
  currency: string;
  /** The country that half of its buyers live in. */
  home: string;
  /** Its ids and order numbers begin here, so that two shops never share one. */
  firstId: bigint;
  firstOrder: number;
  /** How much it sells, beside the first shop's 1. */
  share: number;
  /** Every how many-eth product of the catalogue it carries. */
  carries: number;
};

/** Ids lie just above 2^53, so a client that reads them as JSON numbers mixes its orders up and notices. */
export const mainShop: ShopProfile = {
  ...credentials.shopify,
  path: "/shopify",
  name: "Harbour & Pine",
  currency: "USD",
  home: "US",
  firstId: 9_007_199_254_741_001n,
  firstOrder: 1000,
  share: 1,
  carries: 1,
};

/** The first shop, selling in other money than dollars: forint, yen and dinar have other decimals than most. */
export const mainShopIn = (currency: string): ShopProfile => ({ ...mainShop, currency });

const named = (slug: string) => ({
  path: `/shopify-${slug}`,
  shop: `harbour-and-pine-${slug}.myshopify.com`,
  clientId: `sim-shopify-${slug}-client-id`,
  clientSecret: `sim-shopify-${slug}-client-secret`,
  accessToken: `shpat_sim_${slug}_access_token`,
});

/** The shops that a demo has beside the first one: other money, other customers, fewer orders. */
export const furtherShops: readonly ShopProfile[] = [
  {
    ...named("eu"),
    name: "Harbour & Pine Europe",
    currency: "EUR",
    home: "DE",
    firstId: 9_107_199_254_741_001n,
    firstOrder: 20_400,
    share: 0.4,
    carries: 2,
  },
  {
    ...named("outlet"),
    name: "Pine Outlet UK",
    currency: "GBP",
    home: "GB",
    firstId: 9_207_199_254_741_001n,
    firstOrder: 70_100,
    share: 0.25,
    carries: 3,
  },
];
