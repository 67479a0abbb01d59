/** Who waits for what many want: a run, how much it matters, and the path of the task. */
export type Claim = { runId: string; priority: number; path?: string };

/**
 * A waiting line that is fair: runs of one priority take turns, whatever number of tasks each has waiting; a higher priority goes
 * first, but who waits ages: a step of priority is worth `turnsPerStep` turns, so nobody is passed over for ever.
 */
export type FairQueue<Item> = {
  /** Gives what takes it out of the line again. */
  add(claim: Claim, item: Item): () => void;
  /** Whose turn it is. */
  take(): Item | undefined;
  size(): number;
};

/** So many turns a step of priority is ahead. */
export const turnsPerStep = 4;

/** The tasks of one run and priority. `since`: the turn at which its first began to wait. */
type Line<Item> = { items: Set<{ item: Item }>; since: number; priority: number; order: number };

export function createFairQueue<Item>(): FairQueue<Item> {
  const lines = new Map<string, Line<Item>>();
  let turn = 0;
  let order = 0;
  let size = 0;

  /** All lines age alike, so the difference between two never changes while they wait. */
  function next(): [string, Line<Item>] | undefined {
    let best: [string, Line<Item>] | undefined;
    let bestRank = Infinity;
    for (const entry of lines) {
      const rank = entry[1].since - entry[1].priority * turnsPerStep;
      if (rank > bestRank || (rank === bestRank && best && entry[1].order > best[1].order)) continue;
      best = entry;
      bestRank = rank;
    }
    return best;
  }

  return {
    add({ runId, priority }, item) {
      const key = `${runId} ${priority}`;
      let line = lines.get(key);
      if (!line) {
        line = { items: new Set(), since: turn, priority, order: (order += 1) };
        lines.set(key, line);
      }
      const entry = { item };
      line.items.add(entry);
      size += 1;
      return () => {
        const own = lines.get(key);
        if (!own?.items.delete(entry)) return;
        size -= 1;
        if (own.items.size === 0) lines.delete(key);
      };
    },
    take() {
      const found = next();
      if (!found) return undefined;
      const [key, line] = found;
      const [first] = line.items;
      if (!first) return undefined;
      turn += 1;
      size -= 1;
      line.items.delete(first);
      if (line.items.size === 0) lines.delete(key);
      else Object.assign(line, { since: turn, order: (order += 1) });
      return first.item;
    },
    size: () => size,
  };
}
