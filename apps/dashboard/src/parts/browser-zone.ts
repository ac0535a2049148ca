/** The zone that the reader's own machine is set to, by the name its browser gives it. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
