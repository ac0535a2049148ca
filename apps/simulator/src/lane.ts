export type Lane = {
  /** Runs a job as soon as one of the parallel places is free. */
  run(job: () => Promise<void>): void;
  after(ms: number, run: () => void): void;
  /** One piece of work more, or one less, to wait for. */
  enter(): void;
  leave(): void;
  idle(): Promise<void>;
  stop(): void;
  stopped: AbortSignal;
};

/** Jobs side by side, some of them later; it knows when none is left, and stops at once. */
export function makeLane(parallel: number): Lane {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const queue: (() => Promise<void>)[] = [];
  const stopping = new AbortController();
  let open = 0;
  let running = 0;
  let waiters: (() => void)[] = [];

  const pump = () => {
    while (running < parallel) {
      const job = queue.shift();
      if (job === undefined) return;
      running += 1;
      void job().finally(() => {
        running -= 1;
        pump();
      });
    }
  };
  const release = () => {
    for (const waiter of waiters) waiter();
    waiters = [];
  };

  return {
    stopped: stopping.signal,
    run(job) {
      queue.push(job);
      pump();
    },
    after(ms, run) {
      if (stopping.signal.aborted) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
    },
    enter() {
      open += 1;
    },
    leave() {
      open -= 1;
      if (open <= 0) release();
    },
    idle: () => (open <= 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    stop() {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      queue.length = 0;
      open = 0;
      release();
    },
  };
}
