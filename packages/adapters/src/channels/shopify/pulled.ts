import { isRecord } from "../../kit/body.ts";
import type { PulledOrder } from "../../ports/channel.ts";
import type { Json } from "./client.ts";
import { type Problem, problemWords } from "./errors.ts";
import { costsAField, gapOf } from "./gaps.ts";
import { mapOrder } from "./map.ts";
import { instant, words } from "./values.ts";

/** `name`: what is known of an order that did not come. */
type About = { depth: number; name?: Json | undefined };

/** The problem that keeps an order from being merged now; null where each costs a field at most. */
export function hindrance(
  node: unknown,
  problems: readonly Problem[] | undefined,
  about: { depth: number },
): Problem | null {
  const whole = (problems ?? []).filter((p) => !isRecord(node) || !costsAField(p, about.depth));
  return whole.find((p) => !p.transient) ?? whole[0] ?? null;
}

/**
 * One node of a page → a pulled order. A problem that lasts and concerns one field costs that field; one that may pass makes the
 * order wait, because asking again brings it whole. What cannot be understood at all is set aside with words, and the rest of the
 * page goes on. `depth`: how many leading entries of a problem's path only say which order it is.
 */
export function toPulled(node: unknown, problems: readonly Problem[] | undefined, about: About): PulledOrder {
  const problem = hindrance(node, problems, about);
  if (problem) {
    const { transient } = problem;
    const known = node ?? about.name;
    return setAside(known, {
      reason: problemWords(problem, about.depth),
      transient,
      raw: { node: known, problems },
    });
  }
  try {
    if (!isRecord(node)) throw new RangeError("the order is empty.");
    return {
      ok: true,
      order: mapOrder(
        node,
        (problems ?? []).map((p) => gapOf(p, about.depth)),
      ),
    };
  } catch (error) {
    const why = error instanceof RangeError ? error.message : "it has an unknown shape.";
    return setAside(node, { reason: `Shopify sent an order that cannot be read: ${why}`, transient: false });
  }
}

/** An order that is not merged now, with the reason in words. */
export function setAside(node: unknown, about: { reason: string; transient: boolean; raw?: unknown }): PulledOrder {
  const { reason, transient, raw = node } = about;
  const order = isRecord(node) ? node : {};
  return {
    ok: false,
    externalId: words(order.id) ?? "unknown",
    number: words(order.name),
    placedAt: instant(order.processedAt) ?? instant(order.createdAt),
    reason,
    transient,
    raw,
  };
}

/** UTC ms of an order's last change, also of one that is otherwise broken; null when it has none. */
export function updatedAtOf(node: unknown): number | null {
  return isRecord(node) ? instant(node.updatedAt) : null;
}
