import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { EventLog } from '../../base/event-log.ts';

const api = implement(contract.events);

export function eventHandlers(events: EventLog) {
  return {
    watch: api.watch.handler(({ input, signal }) => events.watch(input, signal)),
    watchGathered: api.watchGathered.handler(({ input, signal }) => events.watchGathered(input, signal)),
    list: api.list.handler(({ input }) => ({
      events: events.list(input),
      lastSeq: events.lastSeq(input.scope?.runId),
    })),
    readCursor: api.readCursor.handler(({ input }) => ({ seq: events.readCursor(input.consumer) })),
    moveCursor: api.moveCursor.handler(({ input }) => {
      events.moveCursor(input.consumer, input.seq);
      return { seq: input.seq };
    }),
  };
}
