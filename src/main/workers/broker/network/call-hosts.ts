import type { HostCircuits } from '../../circuits/host-circuits.ts';

/** The hosts that one call of a worker asks. */
export type CallHosts = Pick<HostCircuits, 'around'> & {
  /** How many of its requests have no answer yet. */
  awaited: () => number;
};

export function createCallHosts(hosts: Pick<HostCircuits, 'around'>): CallHosts {
  let awaited = 0;
  return {
    async around(host, signal, send) {
      return hosts.around(host, signal, async () => {
        awaited += 1;
        try {
          return await send();
        } finally {
          awaited -= 1;
        }
      });
    },
    awaited: () => awaited,
  };
}
