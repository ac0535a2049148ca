import { secret, text } from "@waybill/adapters/kit/settings";
import { constantTimeEqual, hmacSha256 } from "@waybill/adapters/kit/signature";
import { adapterError } from "@waybill/adapters/ports/adapter";
import {
  type ChannelDefinition,
  defineChannel,
  type FulfilmentRequest,
  type PulledOrder,
} from "@waybill/adapters/ports/channel";
import type { ChannelOrder } from "@waybill/domain/order/order";
import { z } from "zod";
import type { Registry } from "../core/context.ts";
import { realAdapters } from "./world.ts";

/** A shop in memory: what it holds, what it was told, and how it fails. A channel like any other to the engine. */
export type TestShop = {
  adapters: Registry;
  orders: ChannelOrder[];
  pushed: FulfilmentRequest[];
  /** Where webhooks were asked for, each time. */
  subscribed: string[];
  /** Thrown instead of an answer to `call`, while set. */
  fault: ((call: "pull" | "read" | "fulfil") => Error | null) | null;
  /** Runs while a page is being asked for. */
  onPull: ((page: number) => Promise<void>) | null;
};

export const refusedSignIn = () => adapterError({ kind: "auth", message: "The shop refused the sign-in (401)." });

const settings = z.object({ shop: text({ label: "Shop" }), key: secret({ label: "Key" }) });

/** Pages of `size` orders, in the order they were put in. */
export function makeTestShop(input: { size?: number } = {}): TestShop {
  const { size = 2 } = input;
  const fail = (call: "pull" | "read" | "fulfil") => {
    const error = shop.fault?.(call);
    if (error) throw error;
  };
  const pulled = (order: ChannelOrder): PulledOrder => ({ ok: true, order });
  const definition: ChannelDefinition<typeof settings> = defineChannel({
    id: "testshop",
    name: "Test shop",
    about: "For tests.",
    docs: "https://shop.example",
    mark: "TS",
    guide: { steps: [], rights: [], webhook: "Paste it." },
    settings,
    webhook: {
      secrets: ["key"],
      verify: ({ headers, body }, { key }) =>
        key && constantTimeEqual(headers.signature ?? "", hmacSha256(key, body, "hex"))
          ? { ok: true, how: "signature" }
          : { ok: false, reason: "The signature is not the shop's." },
      dedupeKey: () => null,
      sign: (body, { key }) => ({ signature: hmacSha256(key, body, "hex") }),
    },
    // The order's id, behind a minus one that was deleted; blanks make another delivery of it.
    parse: ({ body }) => {
      const text = new TextDecoder().decode(body);
      const hint = text.startsWith("-") ? ("order_deleted" as const) : ("order_changed" as const);
      return [{ kind: hint, externalId: text.replace(/^-/, "").trim(), topic: "order" }];
    },
    sample: (id) => ({ body: id, headers: {} }),
    pull: async (_ctx, { cursor }) => {
      const at = Number(cursor ?? 0);
      await shop.onPull?.(at / size);
      fail("pull");
      const page = shop.orders.slice(at, at + size);
      return {
        orders: page.map(pulled),
        next: at + size < shop.orders.length ? String(at + size) : null,
        newestUpdate: Math.max(0, ...page.map((o) => o.updatedAt)) || null,
        budget: { available: 900, maximum: 1000, restorePerSecond: 50 },
      };
    },
    read: async (_ctx, id) => {
      fail("read");
      const order = shop.orders.find((o) => o.externalId === id);
      return order ? pulled(order) : null;
    },
    fulfil: async (_ctx, request) => {
      fail("fulfil");
      shop.pushed.push(request);
      return { externalFulfilmentIds: [`ful_${shop.pushed.length}`], note: null };
    },
    subscribe: async (_ctx, url) => {
      shop.subscribed.push(url);
      return ["order"];
    },
    test: async () => ({ label: "Test shop" }),
  });
  const channels = { ...realAdapters.channels, testshop: definition as unknown as ChannelDefinition };
  const shop: TestShop = {
    adapters: { ...realAdapters, channels },
    orders: [],
    pushed: [],
    subscribed: [],
    fault: null,
    onPull: null,
  };
  return shop;
}
