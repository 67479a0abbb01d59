import type { EyeRequest } from '../../../contract/eyes.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import { onAbort } from '../../base/on-abort.ts';

/** A picture that a person shows: a PNG. */
export type Shown = { bytes: Uint8Array; title: string; width: number; height: number; wasPreviewed: boolean };

export type EyeRequests = {
  /** Errors: `timeout` when nobody answers, `permission-denied` when it is declined, and the signal's reason. */
  picture(wants: 'screen' | 'camera', runId: string, signal: AbortSignal): Promise<Shown>;
  /** Resolves when a window has put the text on the clipboard. Errors: as `picture`. */
  copy(text: string, runId: string, signal: AbortSignal): Promise<void>;
  list(): EyeRequest[];
  /** Errors of all three: `not-found`. */
  show(requestId: string, shown: Shown): void;
  copied(requestId: string): void;
  decline(requestId: string): void;
  close(): void;
};

type Waiting = { request: EyeRequest; settle: (answer: Shown | 'copied' | HeronError) => void };

const answerMs = 180_000;

/** What runs wait for at a window. Nothing of it outlives the engine: a run that goes on asks again. */
export function createEyeRequests({ log, makeId }: { log: EventLog; makeId: MakeId }): EyeRequests {
  const waiting = new Map<string, Waiting>();

  function ask(wanted: Omit<EyeRequest, 'id'>, signal: AbortSignal): Promise<Shown | 'copied'> {
    signal.throwIfAborted();
    const request: EyeRequest = { id: makeId('eye'), ...wanted };
    const scope = { runId: wanted.runId };
    const { promise, resolve, reject } = Promise.withResolvers<Shown | 'copied'>();
    const settle: Waiting['settle'] = (answer) => {
      if (!waiting.delete(request.id)) return;
      clearTimeout(tooLong);
      stopHearing();
      if (answer instanceof HeronError) reject(answer);
      else resolve(answer);
      log.emit({ type: 'eyes.settled', scope, payload: { requestId: request.id } });
    };
    const nobody = 'Nobody showed it within three minutes: open the window of Heron and ask again';
    const tooLong = setTimeout(() => settle(new HeronError('timeout', nobody)), answerMs);
    const stopHearing = onAbort(signal, () => settle(asError(signal.reason)));
    waiting.set(request.id, { request, settle });
    log.emit({ type: 'eyes.wanted', scope, payload: { request } });
    return promise;
  }

  function find(requestId: string): Waiting {
    const found = waiting.get(requestId);
    if (found) return found;
    throw new HeronError('not-found', 'Nothing waits for this any more: it was answered, or the run has ended');
  }

  return {
    async picture(wants, runId, signal) {
      const answer = await ask({ wants, runId }, signal);
      if (answer !== 'copied') return answer;
      throw new HeronError('invalid-input', 'A picture was asked for, and no text was to be copied');
    },
    copy: async (text, runId, signal) => void (await ask({ wants: 'copy', text, runId }, signal)),
    list: () => [...waiting.values()].map(({ request }) => request),
    show: (requestId, shown) => {
      const { request, settle } = find(requestId);
      if (request.wants !== 'copy') return settle(shown);
      throw new HeronError('invalid-input', 'A text is to be copied, and no picture was asked for');
    },
    copied: (requestId) => find(requestId).settle('copied'),
    decline: (requestId) => find(requestId).settle(new HeronError('permission-denied', 'You chose to show nothing')),
    close: () => {
      for (const { settle } of waiting.values()) settle(new HeronError('cancelled', 'Heron is closing'));
    },
  };
}

function asError(reason: unknown): HeronError {
  return reason instanceof HeronError ? reason : new HeronError('cancelled', 'The run was stopped');
}
