export type Slice = { id: string; name: string; n: number; href?: string };
type Arc = Slice & { path: string; share: number; fill: number };

/** Slices that are told apart at a glance; what is smaller is one slice together. */
const MOST = 6;

/** The largest first; beyond six the rest is one: "Others". Nothing of none. */
export function slicesOf(all: readonly Slice[]): Slice[] {
  const sorted = all.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
  if (sorted.length <= MOST) return sorted;
  const rest = sorted.slice(MOST - 1).reduce((sum, { n }) => sum + n, 0);
  return [...sorted.slice(0, MOST - 1), { id: "others", name: "Others", n: rest }];
}

/** Percents without decimals that sum to 100 (largest remainders are rounded up). */
export function percents(values: readonly number[]): number[] {
  const total = values.reduce((sum, n) => sum + n, 0);
  if (total === 0) return values.map(() => 0);
  const exact = values.map((n) => (n * 100) / total);
  const down = exact.map(Math.floor);
  let left = 100 - down.reduce((sum, n) => sum + n, 0);
  const order = exact.map((value, i) => ({ i, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest);
  for (const { i } of order) {
    if (left <= 0) break;
    down[i] = (down[i] ?? 0) + 1;
    left -= 1;
  }
  return down;
}

const OUTER = 48;
const INNER = 31;
/** Between two slices, in radians: paper shows through, so that borders need no colour. */
const GAP = 0.035;

const point = (angle: number, radius: number) =>
  `${(50 + radius * Math.sin(angle)).toFixed(2)} ${(50 - radius * Math.cos(angle)).toFixed(2)}`;

/** One piece of the ring, from angle to angle. */
function piece(from: number, to: number): string {
  const big = to - from > Math.PI ? 1 : 0;
  return `M${point(from, OUTER)}A${OUTER} ${OUTER} 0 ${big} 1 ${point(to, OUTER)}L${point(to, INNER)}A${INNER} ${INNER} 0 ${big} 0 ${point(from, INNER)}Z`;
}

/** Slices as ring pieces in a 100 × 100 box, clockwise from the top. */
export function arcsOf(slices: readonly Slice[]): Arc[] {
  const total = slices.reduce((sum, { n }) => sum + n, 0);
  const shares = percents(slices.map(({ n }) => n));
  let at = 0;
  return slices.map((slice, i) => {
    const turn = (slice.n / total) * 2 * Math.PI;
    const gap = slices.length > 1 ? Math.min(GAP, turn / 3) : 0;
    const from = at + gap / 2;
    const to = at + turn - gap / 2;
    at += turn;
    // A whole ring cannot be one arc: its ends would be the same point, and nothing is drawn. Two halves are.
    const path =
      slices.length > 1
        ? piece(from, to)
        : `${piece(from, from + Math.PI)}${piece(from + Math.PI, from + 2 * Math.PI)}`;
    return { ...slice, path, share: shares[i] ?? 0, fill: i };
  });
}
