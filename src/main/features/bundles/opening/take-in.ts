import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyEvent } from '../../../../contract/events.ts';
import type { RunSummary } from '../../../../contract/runs.ts';
import { type Database, openDatabase } from '../../../base/database.ts';
import { makeFolder } from '../../../base/make-folder.ts';
import type { KeptAction } from '../lines.ts';
import type { Part } from './part.ts';

/** What is written along with the events of a run, into whatever database it lies. */
export type Taking = {
  event(event: AnyEvent): void;
  action(runId: string, action: KeptAction): void;
  summary(runId: string): RunSummary | undefined;
};

export type TakeInParts = {
  folder: string;
  file: string;
  runId: string;
  parts: AsyncIterable<Part>;
  taking: (database: Database) => Taking;
};

/** Writes a bundle that was found right into a database of its own. The folder is there when all of it is, or not at all. */
export async function takeIn({ folder, file, runId, parts, taking }: TakeInParts): Promise<RunSummary> {
  makeFolder(folder);
  const own = mkdtempSync(join(folder, 'opening-'));
  try {
    const database = openDatabase({ file: join(own, file), durability: 'normal' });
    let summary: RunSummary | undefined;
    try {
      const tables = taking(database);
      const putChange = database.prepare('INSERT INTO opened_changes (change) VALUES (?)');
      database.exec('BEGIN');
      for await (const part of parts) {
        if ('event' in part) tables.event(part.event);
        else if ('linked' in part) tables.event(part.linked);
        else if ('action' in part) tables.action(runId, part.action);
        else if ('change' in part) putChange.run(JSON.stringify(part.change));
      }
      database.exec('COMMIT');
      summary = tables.summary(runId);
    } finally {
      database.close();
    }
    if (!summary) throw new Error(`The run ${runId} is in no row of its own database`);
    renameSync(own, join(folder, runId));
    return summary;
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    throw error;
  }
}
