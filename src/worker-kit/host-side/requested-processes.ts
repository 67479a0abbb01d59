import type { WorkerProcesses } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';

/** The background processes of the context, by way of the broker. */
export function requestedProcesses({ request }: { request: BrokerRequest }): WorkerProcesses {
  return {
    list: async () => (await request('processes.list', {})).value.processes,
    read: async (process, place, maxBytes) => (await request('processes.read', { process, place, maxBytes })).value,
    poll: async (process, maxBytes) => (await request('processes.poll', { process, maxBytes })).value,
    write: async (process, text, { end = false } = {}) =>
      void (await request('processes.write', { process, text, end })),
    signal: async (process, signal) => void (await request('processes.signal', { process, signal })),
    stop: async (process, { graceMs } = {}) =>
      (await request('processes.stop', { process, graceMs: graceMs ?? null })).value,
    clear: async (process) => (await request('processes.clear', { process: process ?? null })).value.cleared,
  };
}
