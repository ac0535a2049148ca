/**
 * A name for an id that nobody has a name for: "new_zealand_post" → "New Zealand Post", "seur" → "SEUR". What a shop wrote ("Bolt",
 * "Bike & Sons") is a name already.
 */
export function nameFromId(id: string): string {
  if (/\p{Lu}/u.test(id)) return id;
  if (id.length <= 4) return id.toUpperCase();
  return id
    .split(/[_\s-]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
}
