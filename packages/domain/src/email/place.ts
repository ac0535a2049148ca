/**
 * Carriers shout "SALT LAKE CITY"; a town reads calmly. Short codes stay as they are; a region that is a bare number goes.
 *
 * @example calmPlace("SALT LAKE CITY, UT, US") // "Salt Lake City, UT, US"
 */
export function calmPlace(place: string): string {
  return place
    .split(", ")
    .filter((part) => !/^([A-Z]{2}-)?\d{1,3}$/.test(part))
    .map((part) =>
      part.length > 3 && part === part.toUpperCase()
        ? part
            .toLowerCase()
            .replace(/(^|[\s\-'’.(])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
        : part,
    )
    .join(", ");
}
