/** What stands where a person's own words or address stood and a value is needed. */
export const ERASED = "(erased)";
