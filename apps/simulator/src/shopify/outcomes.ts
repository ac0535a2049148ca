import { GraphQLError } from "graphql";
import { payOrder } from "../world/orders.ts";
import type { Order, OrderFaultKind } from "../world/types.ts";
import type { World } from "../world/world.ts";

/** How an order is read: in a list, or alone by its id (which, after a failed read, is a retry). */
type Reading = "list" | "single";

/** What is wrong with an order in this reading; null where nothing is. */
export type Fault = OrderFaultKind | null;

/**
 * The fault that this reading shows, if any. The first reading of a faulty order always shows it; reading it again by
 * id is a retry, which cures it for good nine times in ten (`outcomes.retrySucceeds`).
 */
export function meetFault(world: World, order: Order, reading: Reading): Fault {
  const { fault } = order;
  if (fault === null) return null;
  if (reading === "single" && fault.read) {
    if (fault.failingRetries === 0) {
      cure(world, order);
      return null;
    }
    fault.failingRetries -= 1;
  }
  fault.read = true;
  return fault.kind;
}

function cure(world: World, order: Order): void {
  const kind = order.fault?.kind;
  order.fault = null;
  if (kind === "payment_pending") payOrder(world, order);
  if (kind !== "missing_sku") return;
  for (const line of order.lines) line.sku = line.product.sku;
}

const deniedError = (message: string) =>
  new GraphQLError(message, {
    extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes" },
  });

/** Personal data that the app is not approved for: that object or field is null. */
export function accessDenied(type: "Customer" | "MailingAddress" | "Order"): GraphQLError {
  return deniedError(
    `This app is not approved to access the ${type} object. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
  );
}

/** A field that is never null: the order goes with it, and in a list all orders of the page. */
export function fieldDenied(field: string, scope: string): GraphQLError {
  return deniedError(`Access denied for ${field} field. Required access: \`${scope}\` access scope.`);
}

export function internalError(): GraphQLError {
  return new GraphQLError("Internal error. Looks like something went wrong on our end.", {
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  });
}

export function timedOut(): GraphQLError {
  return new GraphQLError("Timeout: the customer data could not be loaded in time.", {
    extensions: { code: "TIMEOUT" },
  });
}

/** A decimal with a letter in it, as a broken import once wrote it: `129.00` becomes `I29.OO`. */
export function spoilAmount(text: string): string {
  return text.replaceAll("0", "O").replaceAll("1", "I").replace(/^(\d)/, "$1,");
}
