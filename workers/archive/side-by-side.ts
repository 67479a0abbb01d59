export type SideBySide = {
  /** Starts it as soon as there is room. Rejects if it, or one before it, has failed. */
  start(run: () => Promise<unknown>): Promise<void>;
  /** Resolves when all have ended; rejects with the first failure. */
  ended(): Promise<void>;
};

/** Runs at most `most` things at a time. */
export function sideBySide(most: number): SideBySide {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;

  function check(): void {
    if (failure) throw failure.error;
  }

  return {
    async start(run) {
      while (running.size >= most) await Promise.race(running);
      check();
      const one: Promise<void> = run()
        .then(
          () => undefined,
          (error: unknown) => void (failure ??= { error }),
        )
        .finally(() => running.delete(one));
      running.add(one);
    },
    async ended() {
      await Promise.all(running);
      check();
    },
  };
}
