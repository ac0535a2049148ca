import type { Frame } from "@waybill/domain/frame";
import type { EventData, EventType } from "@waybill/domain/live/events";

/**
 * A frame's data by its type, or null when it is of another type. The server checked it against `eventData` when it was
 * written; the browser does not carry the validator.
 *
 * @example const noted = frameData(frame, "order.noted");
 */
export function frameData<T extends EventType>(frame: Frame, ...types: readonly T[]): EventData<T> | null {
  return (types as readonly string[]).includes(frame.type) ? (frame.data as EventData<T>) : null;
}
