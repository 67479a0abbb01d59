import type { BackgroundProcess } from '../../../contract/processes.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { endPrograms } from '../broker/programs/end-programs.ts';
import type { Ended } from './live-process.ts';
import { readProcessLog, removeProcessLog } from './process-log.ts';
import type { ProcessRows } from './process-rows.ts';

/** More of those that have ended are forgotten, the oldest first. */
const endedKept = 200;

type ClearParts = { rows: ProcessRows; events: EventLog; folderOf: (id: string) => string };

export async function clearEnded({ rows, events, folderOf }: ClearParts, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await events.append([{ type: 'process.cleared', payload: { ids } }], () => ids.forEach(rows.remove));
  for (const id of ids) await removeProcessLog(folderOf(id));
  return ids.length;
}

type StrayParts = {
  rows: ProcessRows;
  logger: Logger;
  record: (process: BackgroundProcess, ended: Ended) => Promise<void>;
  folderOf: (id: string) => string;
  clear: (ids: string[]) => Promise<unknown>;
};

/** Those of an engine that died: whatever is left of them is ended, and how they ended nobody saw. */
export async function endStrays({ rows, logger, record, folderOf, clear }: StrayParts): Promise<void> {
  const lost = rows.running();
  for (const { process, mark, upAt } of lost) {
    // The number may be a stranger's by now, so only the mark counts.
    await endPrograms({ mark, leaders: [{ pid: process.pid, upAt, hasEnded: () => true }] });
    const { total } = await readProcessLog(folderOf(process.id), 'tail', 1);
    await record(process, { exitCode: null, signal: null, end: 'engine', total });
  }
  if (lost.length > 0) logger.warn(`${lost.length} background processes ended with the last Heron`);
  await forgetOldest({ rows, clear });
}

/** Without it, what they said would fill the disk one after the other. */
export async function forgetOldest({ rows, clear }: Pick<StrayParts, 'rows' | 'clear'>): Promise<void> {
  await clear(rows.endedBefore(endedKept));
}
