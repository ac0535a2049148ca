const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const idOf = (value: unknown) => (isPlain(value) ? value.id : undefined);

/**
 * The later reading, with every part that is equal to the earlier one being the earlier one itself: a list that is read again
 * then redraws only what changed, and the focus stays on what did not. Members of a list are matched by their `id`, else by
 * their place. JSON values only.
 *
 * @example keep(before, after) === before // when nothing changed
 */
export function shareStructure<T>(before: T | null | undefined, after: T): T {
  return kept(before, after) as T;
}

function kept(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) {
    const byId = new Map(before.flatMap((item) => (idOf(item) === undefined ? [] : [[idOf(item), item] as const])));
    const items = after.map((item, i) => kept(idOf(item) === undefined ? before[i] : byId.get(idOf(item)), item));
    return items.length === before.length && items.every((item, i) => Object.is(item, before[i])) ? before : items;
  }
  if (isPlain(before) && isPlain(after)) {
    const keys = Object.keys(after);
    const parts = Object.fromEntries(keys.map((key) => [key, kept(before[key], after[key])]));
    const same = keys.length === Object.keys(before).length && keys.every((key) => Object.is(parts[key], before[key]));
    return same && keys.every((key) => key in before) ? before : parts;
  }
  return after;
}
