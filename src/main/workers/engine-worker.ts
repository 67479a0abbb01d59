import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Manifest } from '../../contract/manifest.ts';
import type { CallUsage } from '../../contract/usage.ts';
import { fromFailure, HeronError, toFailure } from '../base/errors.ts';
import { createDoor } from './hosts/supervision/door.ts';
import { createCallOpener, type OpenCall } from './hosts/supervision/open-call.ts';
import type { Supervisor } from './hosts/supervision/supervisor.ts';
import type { Candidate } from './registry/candidate.ts';
import { loadActions } from './registry/loaded-action.ts';

export type EngineCall = {
  action: string;
  /** Valid against the action's schema. */
  input: JsonObject;
  runId: string;
  taskId: string;
  signal: AbortSignal;
  onUsed: (used: CallUsage) => void;
};

/** A worker whose actions the engine does itself. To whoever calls one, and to the policy, it is a worker like any that came with Heron. */
export function engineWorker(manifest: Manifest, run: (call: EngineCall) => Promise<Json>): Candidate {
  const folder = `engine:${manifest.id}`;
  return {
    ...{ id: manifest.id, folder, origin: 'bundled', trust: 'bundled', provenance: undefined },
    fingerprint: createHash('sha256').update(JSON.stringify(manifest)).digest('base64'),
    manifest,
    content: {
      code: { manifest, folder, entry: manifest.entry },
      actions: loadActions(manifest, true).actions,
      outside: { supervisor: engineSupervisor(manifest.id, run), isolation: 'none needed: the engine does it itself' },
    },
    error: undefined,
  };
}

function engineSupervisor(workerId: string, run: (call: EngineCall) => Promise<Json>): Supervisor {
  const open = createCallOpener(workerId);
  const door = createDoor(workerId, () => undefined);
  const underWay = new Map<OpenCall, Promise<void>>();

  function place(call: OpenCall): void {
    const { action, input, scope, isMeasured } = call.request;
    if (isMeasured) {
      return call.fail(new HeronError('unsupported', `What a call of ${workerId} takes cannot be measured`));
    }
    const stop = new AbortController();
    call.heldBy(() => {
      const why = new HeronError('cancelled', 'The call was stopped');
      stop.abort(why);
      call.fail(why);
    });
    const { runId, taskId } = scope;
    const done = run({ action, input, runId, taskId, signal: stop.signal, onUsed: call.used })
      .then((output) => call.succeed(output))
      .catch((error: unknown) => call.fail(error instanceof HeronError ? error : fromFailure(toFailure(error))))
      .finally(() => underWay.delete(call));
    underWay.set(call, done);
  }

  async function settled(): Promise<void> {
    await Promise.all(underWay.values());
  }

  return {
    call: (request) => door.enter(() => open(request, place)),
    warm: () => undefined,
    state: () => 'idle',
    failure: () => undefined,
    backOff: () => undefined,
    retire(reason) {
      door.shut(reason);
      return settled();
    },
    close(reason) {
      const refusal = door.shut(reason);
      for (const call of underWay.keys()) call.fail(refusal);
      return settled();
    },
  };
}
