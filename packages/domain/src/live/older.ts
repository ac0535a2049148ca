/**
 * The data of a logged event as today's code knows it. The log is never rewritten, so what an earlier version wrote is
 * brought up to date where it is read: up to 0.1.0 a notification's medium was called its channel.
 *
 * @example dataAsNow("notification.changed", { notification: { id: "ntf_1", channel: "email" } }) // … medium: "email"
 */
export function dataAsNow(type: string, data: unknown): unknown {
  if (type !== "notification.changed") return data;
  const { notification } = data as { notification: Record<string, unknown> };
  if (!("channel" in notification)) return data;
  const { channel, ...rest } = notification;
  return { notification: { ...rest, medium: channel } };
}
