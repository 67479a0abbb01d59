import type { WorkerRemotes } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';
import { toProcess } from './requested-shell.ts';

/** Other machines, by way of the broker. */
export function requestedRemotes({ request }: { request: BrokerRequest }): WorkerRemotes {
  return {
    meet: async (place) => (await request('remotes.meet', place)).value,
    async sync(wish) {
      const { handle, pid, left } = (await request('remotes.sync', wish)).value;
      return Object.assign(toProcess(request, handle, pid), { left });
    },
  };
}
