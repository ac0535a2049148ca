/** What a run may ask of its flight. */
export type Flight = {
  /**
   * Takes note of all calls so far: what the run looks at next is new enough for them. Resolves with the next call, so that a run
   * which waits for something slow can look once more meanwhile.
   */
  nextCall: () => Promise<void>;
};

export type SingleFlight = {
  /** Runs `work`; called while it runs, it runs once more before it ends. Resolves when nothing is left to look at. */
  call: (work: (flight: Flight) => Promise<void>) => Promise<void>;
  busy: () => boolean;
  /** Waits for the flight under way, those that follow at once included, without asking for another look. Never throws. */
  idle: () => Promise<void>;
};

/**
 * One run at a time, and no call is lost: what came after the run's last look is looked at by one more. A run that throws ends the
 * flight for all who wait with it.
 *
 * @example const flight = makeSingleFlight(); await Promise.all([flight.call(look), flight.call(look)]); // looks twice, never beside itself
 */
export function makeSingleFlight(): SingleFlight {
  let running: Promise<void> | null = null;
  let again = false;
  let called = () => {};
  const flight: Flight = {
    nextCall: () => {
      again = false;
      return new Promise((resolve) => {
        called = resolve;
      });
    },
  };
  async function fly(work: (flight: Flight) => Promise<void>): Promise<void> {
    while (again) {
      again = false;
      await work(flight);
    }
  }
  return {
    call: (work) => {
      again = true;
      called();
      running ??= fly(work).finally(() => {
        running = null;
      });
      return running;
    },
    busy: () => running !== null,
    idle: async () => {
      while (running) await running.catch(() => undefined);
    },
  };
}
