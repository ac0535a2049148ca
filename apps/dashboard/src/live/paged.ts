import type { Page } from "@waybill/domain/page";
import { createSignal } from "solid-js";
import { useLive } from "./live.tsx";
import { shareStructure } from "./structural-sharing.ts";

/**
 * A keyset-paged list, newest first. `refresh` reads the first page again and lays it over what is shown, so that a live
 * list grows at its top without losing the pages below.
 *
 * @example const mails = createPaged((page) => api.get("/api/mailbox", { query: page }), (mail) => mail.id);
 */
export function createPaged<T, K>(
  readPage: (page: { cursor: string | null; limit: number }) => Promise<Page<T>>,
  keyOf: (item: T) => K,
) {
  const [items, setItems] = createSignal<readonly T[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [loaded, setLoaded] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  let latest = 0;
  let reading = false;
  const read = (cursor: string | null) => readPage({ cursor, limit: 50 });

  const fold = async (over: boolean) => {
    const mine = ++latest;
    try {
      const page = await read(null);
      if (mine !== latest) return;
      const fresh = new Set(page.items.map(keyOf));
      // Laid over only when the pages touch; after a long gap the list begins anew.
      const touches = over && items().some((item) => fresh.has(keyOf(item)));
      const all = touches ? [...page.items, ...items().filter((item) => !fresh.has(keyOf(item)))] : page.items;
      setItems((before) => shareStructure(before, all));
      if (!touches) setNext(page.next);
      setError(null);
      setLoaded(true);
    } catch (problem) {
      if (mine !== latest) return;
      setError(() => problem);
      throw problem;
    }
  };
  const load = (over: boolean) => fold(over).catch(() => undefined);
  const more = async () => {
    const cursor = next();
    if (cursor === null || reading) return;
    reading = true;
    const mine = latest;
    try {
      const page = await read(cursor);
      if (mine !== latest) return;
      const known = new Set(items().map(keyOf));
      setItems([...items(), ...page.items.filter((item) => !known.has(keyOf(item)))]);
      setNext(page.next);
    } catch (problem) {
      setError(() => problem);
    } finally {
      reading = false;
    }
  };
  const live = useLive();
  live.onLoad(() => fold(true));
  live.onBack(() => error() !== null && void load(true));
  return { items, next, loaded, error, more, refresh: () => load(true), reload: () => load(false) };
}
