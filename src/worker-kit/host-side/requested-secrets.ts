import type { WorkerSecrets } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';

/** The secrets of the context: handles, by way of the broker. */
export function requestedSecrets(parts: { request: BrokerRequest }): WorkerSecrets {
  const { request } = parts;
  return {
    handle: async (name) => (await request('secrets.handle', { name })).value.handle,
    link: async (handle, link) => (await request('secrets.link', { handle, ...link })).value.url,
  };
}
