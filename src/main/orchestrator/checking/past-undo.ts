import type { JsonObject } from '../../../contract/json.ts';
import { goesPastUndo } from '../../../contract/manifest.ts';
import type { ActionEntry } from '../catalogue.ts';
import { containsExpression } from '../expressions/resolve-input.ts';
import { needsAsPlanned } from './task-needs.ts';

/** Would undoing a run leave what this call does? One that writes only with another input has no effect that could stay. */
export async function isCallPastUndo(entry: ActionEntry, input: JsonObject): Promise<boolean> {
  if (!goesPastUndo(entry.action)) return false;
  if (!entry.action.needs.some(isWriting) || Object.values(input).some(containsExpression)) return true;
  return (await needsAsPlanned(entry, input)).some(isWriting);
}

function isWriting({ capability }: { capability: string }): boolean {
  return capability === 'files.write';
}
