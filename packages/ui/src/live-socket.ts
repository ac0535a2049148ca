import { readLiveMessage } from "@waybill/domain/live/message";
import type { FeedInput } from "@waybill/domain/live/types";

type Opening = {
  url: string;
  /** The feed's number of this socket. */
  id: number;
  Socket: new (url: string) => WebSocket;
  dispatch: (input: FeedInput) => void;
};

/** Opens a socket and tells the feed all it says; null where the browser refuses to. */
export function openSocket({ url, id, Socket, dispatch }: Opening): WebSocket | null {
  let own: WebSocket;
  try {
    own = new Socket(socketUrl(url));
  } catch {
    return null;
  }
  own.onopen = () => dispatch({ type: "opened", socket: id });
  own.onclose = () => dispatch({ type: "closed", socket: id });
  own.onmessage = (event) => {
    // The server leaves: its close may be held up on the way, so the word for it counts.
    if (event.data === "bye") {
      dispatch({ type: "closed", socket: id });
      return;
    }
    const message = typeof event.data === "string" ? readLiveMessage(event.data) : null;
    dispatch(message ? { type: "message", socket: id, message } : { type: "heard", socket: id });
  };
  return own;
}

/** `/live` on https://shop.example → `wss://shop.example/live`. */
function socketUrl(url: string): string {
  const absolute = new URL(url, globalThis.location?.href);
  absolute.protocol = absolute.protocol.replace(/^http/, "ws");
  return absolute.href;
}
