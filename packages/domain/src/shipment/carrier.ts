/** A name for an id that nobody has a name for: "new_zealand_post" → "New Zealand Post", "seur" → "SEUR". */
export function nameFromId(id: string): string {
  if (id.length <= 4) return id.toUpperCase();
  return id
    .split(/[_\s-]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
}
