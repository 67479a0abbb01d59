import { implement } from '@orpc/server';
import { contract } from '../../../../contract/index.ts';
import type { Rooms } from './rooms.ts';

const api = implement(contract.together);

export function togetherHandlers(rooms: Rooms) {
  return {
    join: api.join.handler(({ input: { workflowId, vector }, signal }) =>
      rooms.join(workflowId, vector === undefined ? undefined : Buffer.from(vector, 'base64'), signal),
    ),
    contribute: api.contribute.handler(({ input: { workflowId, seat, update } }) =>
      rooms.contribute(workflowId, seat, Buffer.from(update, 'base64')),
    ),
    present: api.present.handler(({ input: { workflowId, seat, presence } }) => {
      rooms.present(workflowId, seat, presence);
      return {};
    }),
  };
}
