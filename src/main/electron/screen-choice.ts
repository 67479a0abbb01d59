const freshMs = 15_000;

/** What was chosen, for the next request alone, and for one that follows soon. */
export function createChoice(now: () => number): { put(id: string): void; take(): string | undefined } {
  let chosen: { id: string; at: number } | undefined;
  return {
    put: (id) => void (chosen = { id, at: now() }),
    take() {
      const taken = chosen;
      chosen = undefined;
      return taken && now() - taken.at <= freshMs ? taken.id : undefined;
    },
  };
}
