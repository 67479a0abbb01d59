/** Who goes first where calls wait for each other's places; none waits for ever. */
export const priorities = ['urgent', 'normal', 'background'] as const;
export type Priority = (typeof priorities)[number];

/** Waiting lines beside each other, one for each priority; first come, first served within a line. */
export type Lanes<Item> = {
  /** Gives what takes it out of the line again. */
  add: (priority: Priority, item: Item) => () => void;
  /** Whose turn it is. */
  take: () => Item | undefined;
  size: () => number;
};

/** So often others may be served while a line waits; then it is its turn, whatever else is there. */
export const mostPassedOver: Record<Priority, number> = { urgent: Infinity, normal: 4, background: 16 };

const order = priorities;

/**
 * An urgent item goes before all others, a normal one before the background; but a line ages with each item of another line that is
 * served before it, so none waits for ever.
 */
export function createLanes<Item>(): Lanes<Item> {
  const lines = new Map(order.map((priority) => [priority, { items: new Set<{ item: Item }>(), passedOver: 0 }]));

  function next(): Priority | undefined {
    const filled = order.filter((priority) => lines.get(priority)?.items.size);
    const due = filled.findLast((priority) => (lines.get(priority)?.passedOver ?? 0) >= mostPassedOver[priority]);
    return due ?? filled[0];
  }

  return {
    add(priority, item) {
      const entry = { item };
      const items = lines.get(priority)?.items;
      items?.add(entry);
      return () => void items?.delete(entry);
    },
    take() {
      const turn = next();
      for (const [priority, line] of lines) {
        line.passedOver = priority === turn || line.items.size === 0 ? 0 : line.passedOver + 1;
      }
      const items = turn && lines.get(turn)?.items;
      const [first] = items ?? [];
      if (first) items?.delete(first);
      return first?.item;
    },
    size: () => [...lines.values()].reduce((sum, { items }) => sum + items.size, 0),
  };
}
