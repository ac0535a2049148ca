import type { ListedOrder } from "@waybill/domain/order/answers";
import { type Accessor, batch, createSignal, onCleanup, type Setter } from "solid-js";

/** A page in the background gets no animation frames; its rows are drawn this often. */
const HIDDEN_MS = 250;

/** Draws the rows that changed, all at once with the next frame; each row is watched by the component that draws it. */
export function createRowDraws(input: {
  rowOf: (id: string) => ListedOrder | undefined;
  /** Before the drawing that a frame asked for. */
  before: () => void;
  /** With every drawing, in the same batch. */
  after: () => void;
}) {
  const watched = new Map<string, Setter<ListedOrder>>();
  const dirty = new Set<string>();
  const draw = () =>
    batch(() => {
      for (const id of dirty) {
        const row = input.rowOf(id);
        if (row) watched.get(id)?.(row);
      }
      dirty.clear();
      input.after();
    });
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drawSoon = () => {
    if (timer !== undefined) return;
    const run = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      timer = undefined;
      input.before();
      draw();
    };
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, HIDDEN_MS);
  };
  onCleanup(() => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
  /** One row for as long as the component that draws it lives. */
  const watch = (id: string): Accessor<ListedOrder | undefined> => {
    const [row, setRow] = createSignal(input.rowOf(id) as ListedOrder, { equals: false });
    watched.set(id, setRow);
    onCleanup(() => {
      if (watched.get(id) === setRow) watched.delete(id);
    });
    return row;
  };
  return { changed: (id: string) => void dirty.add(id), draw, drawSoon, watch };
}
