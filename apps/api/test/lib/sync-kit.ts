import { expect } from "bun:test";
import type { RunSummary } from "@waybill/domain/sync/answers";
import { forgetConnection } from "@waybill/engine/connections/open";
import { listOrders } from "@waybill/engine/orders/list";
import { listRuns } from "@waybill/engine/sync/runs";
import { startSync } from "@waybill/engine/sync/start";
import type { EngineWorld } from "@waybill/engine/testing/world";
import { tick } from "@waybill/engine/tick";
import type { ShopWorld } from "./shop.ts";

export const MINUTE = 60_000;
/** A shop without faulty orders. */
export const clean = { outcomes: { clean: 1, retrySucceeds: 1 } };

/** What the sync tests ask of the shop that is open at the moment. */
export function watch(shop: () => ShopWorld) {
  const ctx = () => shop().world.ctx;
  const scope = () => shop().world.scope;
  const settle = () => shop().world.settle();
  const lastRun = async (world: EngineWorld = shop().world): Promise<RunSummary> => {
    const [run] = (await listRuns(world.scope, { limit: 1 })).items;
    if (!run) throw new Error("no run");
    return run;
  };
  const connection = async () =>
    (await ctx().db.query("SELECT * FROM connections WHERE kind = 'channel'"))[0] as Record<string, unknown>;
  return {
    ctx,
    scope,
    settle,
    lastRun,
    connection,
    pull: async (): Promise<RunSummary> => {
      await startSync(scope());
      await settle();
      return lastRun();
    },
    everyOrder: async () => (await listOrders(scope(), { limit: 1_000 })).items,
    /** Lets the time pass and does what is due then, as the ticking server would. */
    later: async (ms: number): Promise<void> => {
      shop().time.offset += ms;
      forgetConnection(ctx(), String((await connection()).id));
      await tick(ctx());
      await settle();
    },
  };
}

/** What a person reads: words, not a code, an object or an empty line. */
export function expectWords(reason: string | null): void {
  expect(reason).toMatch(/^[A-Z].{20,}[.)…]$/);
  expect(reason).not.toMatch(/\[object|undefined|\{"/);
}
