import { isRecord } from "../../kit/body.ts";
import { availableAt, type Budget, type BudgetReading, blocked, learned, spent, waitFor } from "../../kit/budget.ts";
import { requestJson } from "../../kit/http.ts";
import { withToken } from "../../kit/oauth.ts";
import { type AdapterError, adapterError, isAdapterError } from "../../ports/adapter.ts";
import { type ShopifyContext, shopBase, shopifyToken } from "./auth.ts";
import { type Problem, readProblems } from "./errors.ts";
import { SHOPIFY_API_VERSION } from "./queries.ts";

export type Json = Record<string, unknown>;
type GraphqlCall = { document: string; variables?: Json };
type GraphqlReply = { data: Json | null; problems: Problem[] };

/** Longer waits are the engine's to schedule; it is told for how long. */
const LONGEST_WAIT_MS = 15_000;
const ATTEMPTS = 4;

/** What is known about one app in one shop. An estimate that may be lost at any time, so it lives beside no row. */
type ShopState = {
  budget: Budget | null;
  inFlight: number;
  /** Points a document asked for, by name and size. */
  costs: Map<string, number>;
  /** The largest `first` of a document that did not cost too much. */
  caps: Map<string, number>;
};
const shops = new Map<string, ShopState>();
const MAX_SHOPS = 1_000;

function stateOf(ctx: ShopifyContext): ShopState {
  const key = `${shopBase(ctx.settings)} ${ctx.settings.clientId}`;
  let state = shops.get(key);
  if (!state) {
    if (shops.size >= MAX_SHOPS) for (const oldest of shops.keys()) if (shops.delete(oldest)) break;
    state = { budget: null, inFlight: 0, costs: new Map(), caps: new Map() };
    shops.set(key, state);
  }
  return state;
}

/** The shop's remaining points as estimated now, for the screen; null before the first answer. */
export function budgetNow(ctx: ShopifyContext): BudgetReading | null {
  const { budget } = stateOf(ctx);
  if (!budget || budget.maximum === 0) return null;
  const available = Math.max(0, Math.floor(availableAt(budget, ctx.now())));
  return { available, maximum: budget.maximum, restorePerSecond: budget.restorePerSecond };
}

/**
 * One GraphQL call. Waits until its cost fits the shop's bucket; waits and repeats when throttled (HTTP 200 THROTTLED, or 429 with
 * Retry-After); halves `first` when the query would cost more than any one may; renews the token once on a 401. Answers data and
 * problems together, because a page may hold both; HTTP failures are thrown as AdapterError.
 *
 * @example const { data, problems } = await graphql(ctx, { document: ORDER_BY_ID, variables: { id } });
 */
export async function graphql(ctx: ShopifyContext, call: GraphqlCall): Promise<GraphqlReply> {
  const state = stateOf(ctx);
  const name = /(?:query|mutation) (\w+)/.exec(call.document)?.[1] ?? "";
  for (let attempt = 1; ; attempt++) {
    const variables = capped(call.variables ?? {}, state.caps.get(name));
    const key = `${name} ${String(variables.first ?? (variables.ids as unknown[] | undefined)?.length ?? "")}`;
    const cost = state.costs.get(key) ?? 0;
    // Its points are taken before it waits, not after: calls so go in the order they came, and a page that needs many is not
    // overtaken for ever by reads that need few.
    const ahead = state.budget ? waitFor(state.budget, cost, ctx.now()) : 0;
    if (ahead > LONGEST_WAIT_MS) throw throttled(ahead);
    if (state.budget) state.budget = spent(state.budget, cost, ctx.now());
    state.inFlight += cost;
    let json: Json;
    try {
      await pause(ctx, ahead);
      json = await post(ctx, { document: call.document, variables });
    } catch (error) {
      const wait = isAdapterError(error) && error.kind === "rate_limited" ? error.retryAfterMs : null;
      if (wait === null) throw error;
      state.budget = blocked(state.budget, ctx.now() + wait);
      if (attempt >= 2 || wait > LONGEST_WAIT_MS) throw error;
      continue;
    } finally {
      state.inFlight -= cost;
    }
    const requested = learnCost(ctx, { state, key, json });
    const problems = readProblems(json.errors);
    const { first } = variables;
    if (typeof first === "number" && first > 1 && problems.some((p) => p.code === "MAX_COST_EXCEEDED")) {
      state.caps.set(name, Math.floor(first / 2));
      attempt--;
      continue;
    }
    if (!problems.some((p) => p.code === "THROTTLED")) {
      return { data: isRecord(json.data) ? json.data : null, problems };
    }
    // Without a reading of the bucket nothing has said how long.
    const isKnown = (state.budget?.restorePerSecond ?? 0) > 0;
    const wait = isKnown && state.budget ? waitFor(state.budget, requested, ctx.now()) : 1_000 * attempt;
    if (attempt >= ATTEMPTS) throw throttled(wait);
    await pause(ctx, wait);
  }
}

function capped(variables: Json, cap: number | undefined): Json {
  const { first } = variables;
  return cap !== undefined && typeof first === "number" && first > cap ? { ...variables, first: cap } : variables;
}

function learnCost(ctx: ShopifyContext, about: { state: ShopState; key: string; json: Json }): number {
  const { state, key, json } = about;
  const cost = (json.extensions as Json | undefined)?.cost as Json | undefined;
  const requested = number(cost?.requestedQueryCost);
  if (requested !== null) state.costs.set(key, requested);
  const status = cost?.throttleStatus as Json | undefined;
  const available = number(status?.currentlyAvailable);
  const maximum = number(status?.maximumAvailable);
  const restorePerSecond = number(status?.restoreRate);
  if (available !== null && maximum !== null && restorePerSecond !== null) {
    state.budget = learned(
      state.budget,
      { available, maximum, restorePerSecond },
      { now: ctx.now(), inFlight: state.inFlight },
    );
  }
  return requested ?? 0;
}

async function pause(ctx: ShopifyContext, ms: number): Promise<void> {
  if (ms <= 0) return;
  if (ms > LONGEST_WAIT_MS) throw throttled(ms);
  await ctx.sleep(ms);
  if (ctx.signal?.aborted) throw adapterError({ kind: "unavailable", message: "The call to Shopify was cancelled." });
}

function throttled(retryAfterMs: number): AdapterError {
  return adapterError({
    kind: "rate_limited",
    message:
      "Shopify is limiting calls: the shop's budget for this app is used up. It is tried again when there is room.",
    retryAfterMs,
  });
}

const SHOP_TROUBLE: Record<number, { kind: AdapterError["kind"]; message: string }> = {
  402: {
    kind: "permission",
    message: "Shopify has frozen this shop (402): its bill is unpaid. Settle it, then sync again.",
  },
  404: {
    kind: "not_found",
    message: "Shopify has no shop at this address (404). Check the shop's myshopify.com name.",
  },
  423: { kind: "permission", message: "Shopify has locked this shop (423). Ask Shopify's support why." },
};

async function post(ctx: ShopifyContext, call: GraphqlCall): Promise<Json> {
  const reply = await withToken(
    (refused) => shopifyToken(ctx, refused),
    (token) =>
      requestJson(ctx, {
        url: `${shopBase(ctx.settings)}/admin/api/${SHOPIFY_API_VERSION}/graphql.json`,
        headers: { "x-shopify-access-token": token },
        json: { query: call.document, variables: call.variables ?? {} },
        platform: "Shopify",
        accept: [402, 404, 423],
      }),
  );
  const trouble = SHOP_TROUBLE[reply.status];
  if (trouble) throw adapterError({ ...trouble, httpStatus: reply.status });
  if (!isRecord(reply.json)) {
    throw adapterError({ kind: "malformed", message: "Shopify's answer is not a GraphQL answer." });
  }
  return reply.json;
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
