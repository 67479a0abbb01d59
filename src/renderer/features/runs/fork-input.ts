import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Run, TaskStatus } from '../../../contract/runs.ts';
import { t } from '../../../words/words.ts';

/** A field of a task's input that was changed, as the call names it. */
export type ChangedField = { path: string; value: Json };

/** Whether a run can be run again from a step: when it is over, or it waits and the step is over. */
export function canFork({ endedAt, isParked }: Pick<Run, 'endedAt' | 'isParked'>, status: TaskStatus): boolean {
  if (endedAt !== undefined) return true;
  return isParked === true && (status === 'completed' || status === 'failed' || status === 'skipped');
}

/** What was changed of an input in its text; or what is wrong with the text, in words. */
export function changedFields(before: JsonObject, text: string): { set: ChangedField[] } | { error: string } {
  let after: unknown;
  try {
    after = JSON.parse(text);
  } catch (error) {
    return {
      error: t('This is no JSON: {{value}}', { value: error instanceof Error ? error.message : String(error) }),
    };
  }
  if (typeof after !== 'object' || after === null || Array.isArray(after))
    return { error: t('Expected an object: { … }') };
  const given = after as JsonObject;
  const missing = Object.keys(before).find((name) => !(name in given));
  if (missing !== undefined) return { error: `${missing} is missing; change its value, but leave it in` };
  const set = Object.entries(given).flatMap(([name, value]) =>
    JSON.stringify(before[name]) === JSON.stringify(value) ? [] : [{ path: `input.${name}`, value }],
  );
  return { set };
}

/** What the engine found wrong, field by field. */
export function fieldIssues(details: Record<string, unknown> | undefined): string[] {
  const issues = details?.['issues'];
  if (!Array.isArray(issues)) return [];
  return (issues as { path?: unknown; message?: unknown }[]).map(
    ({ path, message }) => `${String(path)}: ${String(message)}`,
  );
}
