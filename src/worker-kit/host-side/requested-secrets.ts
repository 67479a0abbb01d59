import type { WorkerSecrets } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';

/** The secrets of the context: handles, by way of the broker. */
export function requestedSecrets(parts: { request: BrokerRequest }): WorkerSecrets {
  return { handle: async (name) => (await parts.request('secrets.handle', { name })).value.handle };
}
