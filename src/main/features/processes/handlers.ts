import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { BackgroundProcess, ProcessOutput, ProcessSignal } from '../../../contract/processes.ts';

const api = implement(contract.processes);

/** What a person may do with background processes: everything, whichever worker started them. */
export type ProcessCalls = {
  list(filter: { runId?: string; status?: BackgroundProcess['status'] }): BackgroundProcess[];
  /** Errors of all: `not-found`. */
  get(id: string): BackgroundProcess;
  read(id: string, place: { offset: number } | 'head' | 'tail', maxBytes: number): Promise<ProcessOutput>;
  write(id: string, text: string, isLast: boolean): Promise<void>;
  signal(id: string, signal: ProcessSignal): Promise<void>;
  stop(id: string): Promise<BackgroundProcess>;
  keep(id: string, keep: boolean): Promise<BackgroundProcess>;
  clear(filter: { id?: string | undefined }): Promise<number>;
};

export function processHandlers(processes: ProcessCalls) {
  return {
    list: api.list.handler(({ input: { runId, status } }) =>
      processes.list({ ...(runId ? { runId } : {}), ...(status ? { status } : {}) }),
    ),
    get: api.get.handler(({ input }) => processes.get(input.processId)),
    log: api.log.handler(({ input: { processId, from, offset, maxBytes } }) =>
      processes.read(processId, offset === undefined ? from : { offset }, maxBytes),
    ),
    write: api.write.handler(async ({ input: { processId, text, end } }) => {
      await processes.write(processId, text, end);
      return {};
    }),
    signal: api.signal.handler(async ({ input: { processId, signal } }) => {
      await processes.signal(processId, signal);
      return {};
    }),
    stop: api.stop.handler(({ input }) => processes.stop(input.processId)),
    keep: api.keep.handler(({ input }) => processes.keep(input.processId, input.keep)),
    clear: api.clear.handler(async ({ input }) => ({ cleared: await processes.clear({ id: input.processId }) })),
  };
}
