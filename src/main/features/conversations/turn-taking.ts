/** Lets one message of a conversation at a time be planned and started, in the order they came. */
export type TurnTaking = {
  take<Value>(conversationId: string, turn: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Whether a turn is under way. */
  isTaken(conversationId: string): boolean;
  /** Conversations in which one is. */
  taken(): string[];
  /** Ends the turn under way alone; false when there is none. */
  stopCurrent(conversationId: string, reason: Error): boolean;
  /** Ends the turn under way and those that wait; they reject with the reason. */
  end(conversationId: string, reason: Error): void;
  endAll(reason: Error): void;
};

type Lane = { last: Promise<unknown>; waiting: number; stop: AbortController; current?: AbortController };

export function createTurnTaking(): TurnTaking {
  const lanes = new Map<string, Lane>();

  function end(conversationId: string, reason: Error): void {
    lanes.get(conversationId)?.stop.abort(reason);
  }

  return {
    async take(conversationId, turn) {
      const lane = lanes.get(conversationId) ?? { last: Promise.resolve(), waiting: 0, stop: new AbortController() };
      lanes.set(conversationId, lane);
      lane.waiting += 1;
      const { signal } = lane.stop;
      const mine = lane.last.then(() => {
        signal.throwIfAborted();
        const own = new AbortController();
        lane.current = own;
        return turn(AbortSignal.any([signal, own.signal]));
      });
      lane.last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        lane.waiting -= 1;
        if (lane.waiting === 0) lanes.delete(conversationId);
      }
    },
    isTaken: (conversationId) => lanes.has(conversationId),
    taken: () => [...lanes.keys()],
    stopCurrent(conversationId, reason) {
      const current = lanes.get(conversationId)?.current;
      current?.abort(reason);
      return current !== undefined;
    },
    end,
    endAll(reason) {
      for (const conversationId of lanes.keys()) end(conversationId, reason);
    },
  };
}
