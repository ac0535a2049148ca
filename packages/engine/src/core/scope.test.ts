import { expect, test } from "bun:test";
import { listOrders } from "../orders/list.ts";
import type { makeEngineWorld } from "../testing/world.ts";
import { append } from "./log.ts";
import { system } from "./scope.ts";

// `tsc` is the judge: an expected error that does not come is an error itself. Nothing here is called.
const neverRun = (world: ReturnType<typeof makeEngineWorld>) => {
  const { ctx, scope } = world;
  const bare = { ctx, orgId: "org_b", by: scope.by };
  const nothing = { cause: system("test"), statements: [], events: [] };
  return [
    () => listOrders(scope, { limit: 1 }),
    () => append(scope, nothing),
    // @ts-expect-error A context names no organisation.
    () => listOrders(ctx, { limit: 1 }),
    // @ts-expect-error Nobody vouched for what a caller put together, however complete it is.
    () => listOrders(bare, { limit: 1 }),
    // @ts-expect-error A scope with another organisation put in is no scope.
    () => listOrders({ ...scope, orgId: "org_b" }, { limit: 1 }),
    // @ts-expect-error The organisation comes with the scope and cannot be named beside it.
    () => listOrders(scope, { orgId: "org_b", limit: 1 }),
    // @ts-expect-error The log is written for a vouched organisation only.
    () => append(bare, nothing),
    () => {
      // @ts-expect-error A scope stays the one organisation's.
      scope.orgId = "org_b";
    },
  ];
};

test("a verb without an organisation that was vouched for does not compile", () => {
  expect(typeof neverRun).toBe("function");
});
