/**
 * When the newest scan was made, UTC ms; null where none tells. It is when it happened, never when we heard of it or asked.
 *
 * @param scans in any order
 */
export function newsAt(scans: readonly { instant: number | null }[]): number | null {
  const all = scans.flatMap(({ instant }) => (instant === null ? [] : [instant]));
  return all.length > 0 ? Math.max(...all) : null;
}
