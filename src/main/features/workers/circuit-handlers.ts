import { implement } from '@orpc/server';
import type { HostCircuit } from '../../../contract/circuits.ts';
import { contract } from '../../../contract/index.ts';

const api = implement(contract.circuits);

/** The circuits of workers and hosts, as this feature needs them. */
export type Circuits = {
  hosts: () => HostCircuit[];
  /** Errors: `not-found` of a worker. */
  tryNow: (whose: { workerId: string } | { host: string }) => 'closed' | 'open' | 'half-open';
};

export function circuitHandlers(circuits: Circuits) {
  return {
    hosts: api.hosts.handler(() => circuits.hosts()),
    tryNow: api.tryNow.handler(({ input }) => ({ state: circuits.tryNow(input) })),
  };
}
