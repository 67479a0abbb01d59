import type { Json } from '../../../contract/json.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import { afterDelay } from '../../orchestrator/waits/timer.ts';

/** What a worker reports: how far it is, or a partial result with its number. */
export type Report = { percent?: number; text?: string; partial?: { number: number; data: Json } };

export type TaskStream = {
  report(report: Report): void;
  /** The call is over: with a result, which has the whole, or without. */
  end(hasResult: boolean): void;
};

export type TaskStreamParts = {
  emit: EventLog['emit'];
  /** Puts an event on record. */
  record: (draft: EventDraft) => Promise<unknown>;
  runId: string;
  taskId: string;
  attempt: number;
  /** The action says that it streams: its stream has an end even if it was empty. */
  isStreaming: boolean;
};

/** The first time something is put on record while the call goes on; then at intervals that double, to the longest. */
const firstMs = 2000;
const longestMs = 60_000;
/** Of a long text the end is kept, of a larger piece nothing. */
const mostCharacters = 30_000;

/**
 * Passes on what one attempt at a task says while it works. Pieces are not kept, but what they come to so far is: from time to time,
 * for an engine that is killed, and when the attempt ends without a result.
 */
export function createTaskStream({ emit, record, isStreaming, ...place }: TaskStreamParts): TaskStream {
  const { runId, taskId, attempt } = place;
  const scope = { runId, taskId };
  let last = 0;
  let text = '';
  let left = 0;
  let piece: Json | undefined;
  let isNew = false;
  let waitMs = firstMs;
  let cancel: (() => unknown) | undefined;

  function stream(type: 'partial' | 'end', number: number, data: Json): void {
    emit({ type: 'task.streamed', scope, payload: { type, taskId, attempt, number, data } });
  }

  function collect(data: Json): void {
    if (typeof data === 'string') {
      text += data;
      // Not at each piece: there can be thousands a second.
      if (text.length > 2 * mostCharacters) cut();
    } else piece = data;
    isNew = true;
    cancel ??= afterDelay(waitMs, () => {
      cancel = undefined;
      waitMs = Math.min(longestMs, waitMs * 2);
      keep();
    });
  }

  function cut(): void {
    left += Math.max(0, text.length - mostCharacters);
    text = text.slice(-mostCharacters);
  }

  function keep(): void {
    cut();
    const output = piece ?? text;
    if (!isNew || output === '' || (piece !== undefined && JSON.stringify(piece).length > mostCharacters)) return;
    isNew = false;
    const payload = { attempt, output, ...(piece === undefined && left > 0 ? { left } : {}) };
    // Where it cannot be written down, the run stands still anyway.
    record({ type: 'task.partGiven', scope, payload }).catch(() => {});
  }

  return {
    report({ partial, ...progress }) {
      if (progress.percent !== undefined || progress.text !== undefined) {
        emit({ type: 'task.progressed', scope, payload: progress });
      }
      if (!partial) return;
      last = partial.number;
      collect(partial.data);
      stream('partial', partial.number, partial.data);
    },
    end(hasResult) {
      cancel?.();
      if (!hasResult) keep();
      if (isStreaming || last > 0) stream('end', last + 1, null);
    },
  };
}

/** Ends the stream with the call. */
export async function untilEnd<Result>(stream: Pick<TaskStream, 'end'>, call: Promise<Result>): Promise<Result> {
  try {
    const result = await call;
    stream.end(true);
    return result;
  } catch (error) {
    stream.end(false);
    throw error;
  }
}
