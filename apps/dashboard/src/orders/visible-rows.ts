import { type Accessor, createMemo, createSignal, onCleanup, onMount } from "solid-js";

/** Rows drawn beyond what is seen, on each side: a turn of the wheel shows no gap. */
const BEYOND = 10;

/**
 * Which rows of a long list of equal rows are on screen. The page itself scrolls, so that the browser's own scrolling,
 * find, and position after "back" stay as they are; a step of the scroll costs one division, however long the list is.
 * (@tanstack/virtual takes 3 ms for each change of a count of 100,000, and a tenth of the first load.)
 *
 * @example const seen = createWindow({ list: () => ul, count, height: () => 44 });
 */
export function createVisibleRows(input: {
  list: Accessor<HTMLElement | undefined>;
  count: Accessor<number>;
  height: Accessor<number>;
}) {
  const [top, setTop] = createSignal(0);
  const [view, setView] = createSignal(innerHeight);
  const measure = () => {
    const list = input.list();
    if (!list) return;
    // In steps of rows: a scroll within a row changes nothing.
    const height = input.height();
    setTop(Math.floor(-list.getBoundingClientRect().top / height));
    setView(Math.ceil(innerHeight / height));
  };
  onMount(() => {
    addEventListener("scroll", measure, { passive: true });
    addEventListener("resize", measure, { passive: true });
    onCleanup(() => {
      removeEventListener("scroll", measure);
      removeEventListener("resize", measure);
    });
  });
  const range = createMemo(
    () => {
      input.height();
      measure();
      const count = input.count();
      const first = Math.max(0, Math.min(count, top() - BEYOND));
      return { first, last: Math.min(count, Math.max(0, top()) + view() + BEYOND) };
    },
    { first: 0, last: 0 },
    { equals: (a, b) => a.first === b.first && a.last === b.last },
  );
  /** Brings a row fully into view, below what is stuck to the top and above what is stuck to the bottom. */
  const reveal = (index: number, margins: { top: number; bottom: number }) => {
    const list = input.list();
    if (!list) return;
    const at = list.getBoundingClientRect().top + index * input.height();
    const past = at + input.height() - (innerHeight - margins.bottom);
    if (at < margins.top) scrollBy({ top: at - margins.top, behavior: "instant" });
    else if (past > 0) scrollBy({ top: past, behavior: "instant" });
    measure();
  };
  return {
    range,
    reveal,
    /** The first row in sight. */
    top: () => {
      const { first, last } = range();
      return Math.max(first, Math.min(last - 1, Math.max(0, top())));
    },
  };
}
