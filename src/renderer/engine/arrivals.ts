/** People waiting for something that comes now and then. */
export type Arrivals = {
  /** Resolves at the next arrival; rejects with `error()` after `patienceMs`, or when nothing will come any more. */
  next: (patienceMs: number, error: () => Error) => Promise<void>;
  arrive: () => void;
  end: () => void;
};

export function createArrivals(): Arrivals {
  const waiting = new Set<{ resolve: () => void; reject: () => void }>();
  return {
    next: (patienceMs, error) =>
      new Promise((resolve, reject) => {
        const timer = Number.isFinite(patienceMs) ? setTimeout(() => one.reject(), patienceMs) : undefined;
        const settle = (): void => {
          clearTimeout(timer);
          waiting.delete(one);
        };
        const one = {
          resolve: () => {
            settle();
            resolve();
          },
          reject: () => {
            settle();
            reject(error());
          },
        };
        waiting.add(one);
      }),
    arrive: () => {
      for (const one of waiting) one.resolve();
    },
    end: () => {
      for (const one of waiting) one.reject();
    },
  };
}
