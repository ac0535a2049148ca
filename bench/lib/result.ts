/** What one line of the table says, and `bench/results.json` keeps. */
type Result = {
  name: string;
  value: number;
  unit: string;
  /** The same figure of the baseline that ran beside it; null where there is none. */
  baseline: number | null;
  ratio: number | null;
  /** "value ≥ 3000", "ratio ≥ 0.7"; null: told for information. */
  target: string | null;
  ok: boolean | null;
};
/** A result with what the reader should know about it; the note is printed and not kept. */
export type Measured = Result & { note?: string };

type Target = { of: "value" | "ratio"; at: "least" | "most"; limit: number };

/** The value at a share of the sorted values (nearest rank). */
export function quantile(values: readonly number[] | Float64Array, share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] as number;
}

/**
 * The middle value; of an even number the mean of the two in the middle.
 *
 * @example median([3, 1, 2, 10]) // 2.5
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/**
 * One line from the rounds: medians of value and baseline, and the median of the rounds' own ratios, so that a slow moment
 * of the machine strikes both sides of a ratio.
 *
 * @example measured({ name: "accept", unit: "req/s", values: [9, 10], baselines: [12, 11], targets: [atLeast("ratio", 0.7)] })
 */
export function measured(input: {
  name: string;
  unit: string;
  values: readonly number[];
  baselines?: readonly number[];
  target?: Target;
  note?: string;
}): Measured {
  const { name, unit, values, baselines, target, note } = input;
  const value = median(values);
  const baseline = baselines?.length ? median(baselines) : null;
  const ratios = values.map((v, i) => v / (baselines?.[i] ?? Number.NaN)).filter(Number.isFinite);
  const ratio = baselines?.length ? median(ratios) : null;
  const seen = target?.of === "ratio" ? ratio : value;
  const ok = target ? seen !== null && (target.at === "least" ? seen >= target.limit : seen <= target.limit) : null;
  return { name, value, unit, baseline, ratio, target: target ? wordsOf(target) : null, ok, note };
}

export const atLeast = (input: Target["of"], limit: number): Target => ({ of: input, at: "least", limit });
export const atMost = (input: Target["of"], limit: number): Target => ({ of: input, at: "most", limit });
const wordsOf = ({ of, at, limit }: Target) => `${of} ${at === "least" ? "≥" : "≤"} ${limit}`;

/** A figure with as many digits as mean something. */
function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** All results as one aligned table, notes below it. */
export function table(results: readonly Measured[]): string {
  const head = ["bench", "value", "unit", "baseline", "ratio", "target", ""];
  const rows = results.map((r) => [
    ...[r.name, figure(r.value), r.unit, figure(r.baseline), figure(r.ratio), r.target ?? "–"],
    r.ok === null ? "" : r.ok ? "ok" : "MISSED",
  ]);
  const width = head.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i] ?? "")].map((t) => t.length)));
  const right = new Set([1, 3, 4]);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (right.has(i) ? cell.padStart(width[i] ?? 0) : cell.padEnd(width[i] ?? 0)))
      .join("  ")
      .trimEnd();
  const notes = results.flatMap((r) => (r.note ? [`  ${r.name}: ${r.note}`] : []));
  return [line(head), line(width.map((w) => "─".repeat(w))), ...rows.map(line), ...notes].join("\n");
}

/** The results as they are kept, without notes. */
export function kept(results: readonly Measured[]): Result[] {
  return results.map(({ note: _, ...result }) => result);
}
