import type { WorkerBrowser } from '../browser.ts';
import type { BrokerRequest } from './broker-request.ts';
import { readOpen } from './read-open.ts';

/** The browser of the context, by way of the broker. */
export function requestedBrowser({ request }: { request: BrokerRequest }): WorkerBrowser {
  return {
    step: async (session, step) => (await request('browser.step', { session, step })).value,
    async *read(session) {
      yield* readOpen(request, await request('browser.read', { session }));
    },
  };
}
