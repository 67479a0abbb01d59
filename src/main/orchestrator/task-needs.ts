import type { Json, JsonObject } from '../../contract/json.ts';
import type { PermissionNeed } from '../../contract/permission-need.ts';
import type { ActionEntry } from './catalogue.ts';
import { containsExpression } from './resolve-input.ts';
import { compileTemplate } from './template.ts';

/** Whose need it is: the worker, and its action without it. */
export function entryName({ ref, workerId }: ActionEntry): { workerId: string; action: string } {
  return { workerId, action: ref.slice(workerId.length + 1) };
}

/** What an action needs with this input. Needs that depend on fields that are still expressions are left out. */
export async function needsOf(entry: ActionEntry, input: JsonObject): Promise<PermissionNeed[]> {
  const known = Object.fromEntries(Object.entries(input).filter(([, value]) => !containsExpression(value)));
  const needs: PermissionNeed[] = [];
  for (const { capability, target, detail, args } of entry.action.needs) {
    const value = await compileTemplate(target).evaluate(known);
    if (typeof value !== 'string' || value === '') continue;
    const shown = detail === undefined ? undefined : await compileTemplate(detail).evaluate(known);
    const list = args === undefined ? undefined : await compileTemplate(args).evaluate(known);
    needs.push({
      capability,
      target: value,
      ...(typeof shown === 'string' && shown !== '' ? { detail: shown } : {}),
      ...(isTextList(list) ? { args: list } : {}),
    });
  }
  return needs;
}

function isTextList(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
