import { z } from "zod";
import type { Random } from "./world/random.ts";
import type { Platform } from "./world/types.ts";

/** `probability` draws every time; `count` strikes that many times and is then used up. */
const ruleSchema = z.union([
  z.number().min(0).max(1),
  z.object({
    probability: z.number().min(0).max(1).optional(),
    count: z.number().int().min(0).optional(),
    /** For delay, timeout and reorder: how long, real ms. */
    ms: z.number().min(0).optional(),
    /** For http429: seconds in Retry-After. */
    retryAfter: z.number().min(0).optional(),
    /** For http5xx: which status. */
    status: z.number().int().min(500).max(599).optional(),
  }),
]);

const kinds = [
  "drop",
  "delay",
  "duplicate",
  "reorder",
  "http429",
  "http5xx",
  "timeout",
  "wrongSignature",
  "expiredToken",
  "malformedBody",
] as const;

export type FaultKind = (typeof kinds)[number];
export type FaultRule = z.infer<typeof ruleSchema>;
type FaultSide = "api" | "webhook";

const sideSchema = z.partialRecord(z.enum(kinds), ruleSchema);
const targetSchema = z.object({ api: sideSchema.optional(), webhook: sideSchema.optional() });

/**
 * Which faults strike where. `all` counts for every platform, besides the platform's own entry.
 *
 * @example { all: { webhook: { duplicate: 0.1 } }, ups: { api: { http429: { count: 1, retryAfter: 2 } } } }
 */
export const faultSettingsSchema = z.partialRecord(
  z.enum(["all", "shopify", "easypost", "ups", "fedex", "resend"]),
  targetSchema,
);
export type FaultSettings = z.infer<typeof faultSettingsSchema>;

export type Strike = { ms?: number | undefined; retryAfter?: number | undefined; status?: number | undefined };

export type Faults = {
  settings(): FaultSettings;
  configure(settings: FaultSettings): void;
  /** Whether this fault strikes now; a counted fault is used up by the call. */
  strike(input: { platform: Platform; side: FaultSide; kind: FaultKind }): Strike | undefined;
};

/** Draws faults from their own generator, so that switching them on does not change the world's story. */
export function createFaults(random: Random, initial: FaultSettings): Faults {
  let settings: FaultSettings = structuredClone(initial);
  return {
    settings: () => settings,
    configure: (next) => {
      settings = structuredClone(next);
    },
    strike: ({ platform, side, kind }) => {
      for (const target of [platform, "all"] as const) {
        const rule = settings[target]?.[side]?.[kind];
        if (rule === undefined) continue;
        if (typeof rule === "number") {
          if (random.chance(rule)) return {};
          continue;
        }
        if (rule.count !== undefined) {
          if (rule.count <= 0) continue;
          rule.count -= 1;
          return rule;
        }
        if (random.chance(rule.probability ?? 0)) return rule;
      }
      return undefined;
    },
  };
}
