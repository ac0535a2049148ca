/** One thing a check found. `key` is what the allow-list knows it by; `count` its size: lines, files, places. */
export type Finding = { key: string; count: number; text: string };
export type Allowed = Record<string, number>;
export type Total = { entries: number; sum: number };

const TOOL = "scripts/tidy-allow.ts";
export const LIST = "scripts/tidy-allow.json";

/** Where a check's findings and its part of the allow-list differ, as sentences that say what to do. */
export function differences(findings: readonly Finding[], allowed: Allowed): string[] {
  const sizes = new Map(findings.map(({ key, count }) => [key, count]));
  const more = findings.filter(({ key, count }) => count > (allowed[key] ?? 0));
  const less = Object.entries(allowed).filter(([key, count]) => (sizes.get(key) ?? 0) < count);
  return [
    ...more.map(({ key, count, text }) =>
      key in allowed ? `${text} ${allowed[key]} were allowed and it is ${count} now: the list only shrinks.` : text,
    ),
    ...less.map(([key, count]) => {
      const now = sizes.get(key) ?? 0;
      const todo = now === 0 ? "remove it" : `lower it from ${count} to ${now}`;
      return `“${key}” is better than allowed: ${todo} in ${LIST}, or all at once by \`bun --no-install ${TOOL} --write\`.`;
    }),
  ];
}

export const totalOf = (allowed: Allowed): Total => {
  const counts = Object.values(allowed);
  return { entries: counts.length, sum: counts.reduce((sum, count) => sum + count, 0) };
};

export const allowedBy = (findings: readonly Finding[]): Allowed =>
  Object.fromEntries(
    findings.map(({ key, count }): [string, number] => [key, count]).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The ceiling is the list's own size: were it higher, the room between could be filled again. */
export function ceilingProblem(name: string, total: Total, ceiling: Total): string | null {
  if (total.entries === ceiling.entries && total.sum === ceiling.sum) return null;
  const sizes = `${name}: the list holds ${total.entries} entries of ${total.sum} in all, its ceiling is ${ceiling.entries} of ${ceiling.sum}.`;
  const grown = total.entries > ceiling.entries || total.sum > ceiling.sum;
  return `${sizes} ${grown ? "Nothing may be added or raised: mend the code instead." : "Lower the ceiling, so that it stays so."}`;
}
