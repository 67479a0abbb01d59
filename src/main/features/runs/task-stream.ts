import type { Json } from '../../../contract/json.ts';
import type { EventLog } from '../../base/event-log.ts';

/** What a worker reports: how far it is, or a partial result with its number. */
export type Report = { percent?: number; text?: string; partial?: { number: number; data: Json } };

export type TaskStream = {
  report(report: Report): void;
  /** The call is over, however it ended. */
  end(): void;
};

export type TaskStreamParts = {
  emit: EventLog['emit'];
  runId: string;
  taskId: string;
  attempt: number;
  /** The action says that it streams: its stream has an end even if it was empty. */
  isStreaming: boolean;
};

/** Passes on what one attempt at a task says while it works; nothing of it is kept. */
export function createTaskStream({ emit, runId, taskId, attempt, isStreaming }: TaskStreamParts): TaskStream {
  const scope = { runId, taskId };
  let last = 0;

  function stream(type: 'partial' | 'end', number: number, data: Json): void {
    emit({ type: 'task.streamed', scope, payload: { type, taskId, attempt, number, data } });
  }

  return {
    report({ partial, ...progress }) {
      if (progress.percent !== undefined || progress.text !== undefined) {
        emit({ type: 'task.progressed', scope, payload: progress });
      }
      if (!partial) return;
      last = partial.number;
      stream('partial', partial.number, partial.data);
    },
    end() {
      if (isStreaming || last > 0) stream('end', last + 1, null);
    },
  };
}
