import { GraphQLError, type GraphQLResolveInfo, Kind } from "graphql";
import { warehouses } from "../world/places.ts";
import { isoSeconds } from "../world/times.ts";
import { nextId, stampNow } from "../world/world.ts";
import { gid, idOf, inventoryItemView, locationView } from "./places-view.ts";
import type { RequestContext } from "./queries.ts";

type Row = { inventoryItemId: string; locationId: string; quantity: number; changeFromQuantity?: number | null };
type Input = { name: string; reason: string; referenceDocumentUri?: string | null; quantities: Row[] };

function idempotencyKey(info: GraphQLResolveInfo): string | null {
  const directive = info.fieldNodes[0]?.directives?.find((each) => each.name.value === "idempotent");
  const value = directive?.arguments?.find((each) => each.name.value === "key")?.value;
  if (value?.kind === Kind.STRING) return value.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  const given: unknown = (info.variableValues as { coerced?: Record<string, unknown> }).coerced?.[value.name.value];
  return typeof given === "string" ? given : null;
}

type Problem = { code: string; field: string[]; message: string };

function checkRow(context: RequestContext, row: Row, index: number): Problem | null {
  const field = (name: string) => ["input", "quantities", String(index), name];
  const product = context.world.products.find(
    (each) => each.inventoryItemId === idOf("InventoryItem", row.inventoryItemId),
  );
  if (product === undefined)
    return {
      code: "INVALID_INVENTORY_ITEM",
      field: field("inventoryItemId"),
      message: "The specified inventory item could not be found.",
    };
  if (idOf("Location", row.locationId) !== product.warehouseId) {
    return {
      code: "INVALID_LOCATION",
      field: field("locationId"),
      message: "The specified location could not be found.",
    };
  }
  if (row.quantity > 1_000_000_000)
    return {
      code: "INVALID_QUANTITY_TOO_HIGH",
      field: field("quantity"),
      message: "The quantity can't be higher than 1,000,000,000.",
    };
  if (
    row.changeFromQuantity !== null &&
    row.changeFromQuantity !== undefined &&
    row.changeFromQuantity !== product.available
  ) {
    return {
      code: "CHANGE_FROM_QUANTITY_STALE",
      field: field("changeFromQuantity"),
      message: "The changeFromQuantity argument no longer matches the persisted quantity.",
    };
  }
  return null;
}

/** `inventorySetQuantities`: absolute, compare-and-set per row, all rows or none, with the required idempotency key. */
export function inventorySetQuantities(
  { input }: { input: Input },
  context: RequestContext,
  info: GraphQLResolveInfo,
): object {
  const key = idempotencyKey(info);
  if (key === null) {
    throw new GraphQLError("The @idempotent directive is required for this mutation.", {
      extensions: { code: "BAD_REQUEST" },
    });
  }
  const text = JSON.stringify(input);
  const failed = (problem: Problem) => ({ inventoryAdjustmentGroup: null, userErrors: [problem] });
  const before = context.shopify.idempotent.get(key);
  if (before !== undefined) {
    if (before.input === text) return before.answer;
    return failed({
      code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
      field: ["input"],
      message: "The idempotency key was used with other parameters.",
    });
  }
  if (input.name !== "available" && input.name !== "on_hand") {
    return failed({
      code: "INVALID_NAME",
      field: ["input", "name"],
      message: "The quantity name must be either 'available' or 'on_hand'.",
    });
  }
  const problem = input.quantities.map((row, index) => checkRow(context, row, index)).find((each) => each !== null);
  if (problem !== undefined && problem !== null) return failed(problem);
  const at = stampNow(context.world);
  const changes = input.quantities.map((row) => {
    const product = context.world.products.find(
      (each) => each.inventoryItemId === idOf("InventoryItem", row.inventoryItemId),
    );
    if (product === undefined) throw new Error("checked above");
    const target = input.name === "available" ? row.quantity : row.quantity - product.committed;
    const delta = target - product.available;
    product.available = target;
    product.updatedAt = at;
    const warehouse = warehouses.find((each) => each.id === product.warehouseId) ?? warehouses[0];
    return {
      name: input.name,
      delta,
      quantityAfterChange: row.quantity,
      item: inventoryItemView(context.world, product),
      location: locationView(warehouse),
    };
  });
  const answer = {
    inventoryAdjustmentGroup: {
      __typename: "InventoryAdjustmentGroup",
      id: gid("InventoryAdjustmentGroup", nextId(context.world)),
      createdAt: isoSeconds(at),
      reason: input.reason,
      referenceDocumentUri: input.referenceDocumentUri ?? null,
      changes,
    },
    userErrors: [],
  };
  context.shopify.idempotent.set(key, { input: text, answer });
  return answer;
}
