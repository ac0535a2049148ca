/** Work after the answer, held until it is done, so that a shutdown can wait for it. */
export function makeDeferSet() {
  const running = new Set<Promise<unknown>>();
  return {
    defer: (work: Promise<unknown>): void => {
      running.add(work);
      void work.finally(() => running.delete(work)).catch(() => undefined);
    },
    /** Waits until nothing is left, work that was added meanwhile included. */
    drain: async (): Promise<void> => {
      while (running.size > 0) await Promise.allSettled([...running]);
    },
  };
}
