import type { Failure } from '../../../contract/errors.ts';
import type { McpState } from '../../../contract/mcp.ts';
import type { WorkerState } from '../../../contract/workers.ts';
import { fromFailure, HeronError, toFailure } from '../../base/errors.ts';
import { createDoor } from '../hosts/supervision/door.ts';
import { createCallOpener, type OpenCall } from '../hosts/supervision/open-call.ts';
import type { Supervisor } from '../hosts/supervision/supervisor.ts';
import type { ProgressReports } from './progress-reports.ts';

export type OutsideParts = {
  workerId: string;
  state: () => McpState;
  failure: () => Failure | undefined;
  reports: ProgressReports;
};

/**
 * In the place of a host: a call has its deadline and can be stopped like any, and what it does is one request to the broker,
 * which asks before it speaks with the server.
 */
export function outsideSupervisor({ workerId, state, failure, reports }: OutsideParts): Supervisor {
  const open = createCallOpener(workerId);
  const door = createDoor(workerId, () => undefined);
  const underWay = new Map<OpenCall, Promise<void>>();

  function place(call: OpenCall): void {
    const { action, input, session, isMeasured } = call.request;
    if (isMeasured) {
      return call.fail(new HeronError('unsupported', `What a call of ${workerId} takes cannot be measured`));
    }
    // The session is told of the stop, gives its request up, and that ends the call.
    call.heldBy(() => call.fail(new HeronError('cancelled', 'The call was stopped')));
    const report = reports.open(
      (progress) => call.stopReason() || call.request.onProgress(progress),
      () => call.hold(),
    );
    const done = session
      .request('mcp.call', { action, input, report }, undefined)
      .then(({ value }) => call.succeed(value))
      .catch((error: unknown) => call.fail(error instanceof HeronError ? error : fromFailure(toFailure(error))))
      .finally(() => {
        reports.close(report);
        underWay.delete(call);
      });
    underWay.set(call, done);
  }

  return {
    call: (request) => door.enter(() => open(request, place)),
    warm: () => undefined,
    state: () => workerStates[state()],
    failure,
    backOff: () => undefined,
    async retire(reason) {
      door.shut(reason);
      await Promise.all(underWay.values());
    },
    async close(reason) {
      const refusal = door.shut(reason);
      for (const call of underWay.keys()) call.fail(refusal);
      await Promise.all(underWay.values());
    },
  };
}

const workerStates: Record<McpState, WorkerState> = {
  off: 'idle',
  idle: 'idle',
  starting: 'starting',
  ready: 'running',
  failed: 'failed',
};
