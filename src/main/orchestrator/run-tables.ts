import type { Database } from '../base/database.ts';
import { type ItemRows, itemRows } from './item-rows.ts';
import { type PhaseRows, phaseRows } from './phase-rows.ts';
import { type WaitRows, waitRows } from './waits/wait-rows.ts';

/** The tables that are written along with the events of runs. */
export type RunTables = { items: ItemRows; waitRows: WaitRows; phases: PhaseRows };

export function runTables(database: Database): RunTables {
  return { items: itemRows(database), waitRows: waitRows(database), phases: phaseRows(database) };
}
