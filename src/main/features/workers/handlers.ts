import { implement } from '@orpc/server';
import type { ContainerSupport } from '../../../contract/containers.ts';
import { contract } from '../../../contract/index.ts';
import type { Worker } from '../../../contract/workers.ts';

const api = implement(contract.workers);

/** Where the calls about workers go: the registry, as this feature needs it. */
export type WorkerList = {
  list(): Worker[];
  get(workerId: string): Worker;
  reload(workerId: string): Promise<Worker>;
};

export function workerHandlers(workers: WorkerList, containers: () => Promise<ContainerSupport>) {
  return {
    list: api.list.handler(() => workers.list()),
    get: api.get.handler(({ input }) => workers.get(input.workerId)),
    containers: api.containers.handler(() => containers()),
    reload: api.reload.handler(({ input }) => workers.reload(input.workerId)),
  };
}
