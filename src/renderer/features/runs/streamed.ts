import type { Json } from '../../../contract/json.ts';
import type { StreamMessage } from '../../../contract/runs.ts';

/** What a task has sent of its result so far. Text grows; of anything else the last piece counts. */
export type Streamed = { attempt: number; last: number; text: string; piece?: Json; isWhole: boolean };

/** As much text as is shown while it grows. */
const keptText = 4000;

/** Who missed a piece, or came late, shows none and waits for the output. */
export function followStream(before: Streamed | undefined, message: StreamMessage): Streamed {
  const { attempt, number, data, type } = message;
  const known = before?.attempt === attempt ? before : { attempt, last: 0, text: '', isWhole: true };
  const isWhole = known.isWhole && number === known.last + 1;
  const next = { ...known, last: number, isWhole };
  if (type === 'end') return next;
  return typeof data === 'string' ? { ...next, text: (known.text + data).slice(-keptText) } : { ...next, piece: data };
}
