import type { FeedInput } from "@waybill/domain/live/types";

/** What the browser tells about network and tab; replaceable in tests. */
export type BrowserSignals = {
  online: () => boolean;
  visible: () => boolean;
  listen: (handler: (input: FeedInput) => void) => () => void;
};

/** The browser's own signals; outside a browser always online and visible. */
export function browserSignals(): BrowserSignals {
  const page = typeof document === "undefined" ? null : document;
  const visible = () => page?.visibilityState !== "hidden";
  return {
    online: () => globalThis.navigator?.onLine !== false,
    visible,
    listen(handler) {
      if (page === null) return () => undefined;
      const online = () => handler({ type: "network", online: true });
      const offline = () => handler({ type: "network", online: false });
      const seen = () => handler({ type: "visibility", visible: visible() });
      addEventListener("online", online);
      addEventListener("offline", offline);
      // A page restored from the back-forward cache has lost its socket without a word.
      addEventListener("pageshow", seen);
      page.addEventListener("visibilitychange", seen);
      return () => {
        removeEventListener("online", online);
        removeEventListener("offline", offline);
        removeEventListener("pageshow", seen);
        page.removeEventListener("visibilitychange", seen);
      };
    },
  };
}
