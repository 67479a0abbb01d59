import type { Failure } from '../../contract/errors.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Compensation } from '../../contract/compensations.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import { absence } from './catalogue.ts';
import { withDefaults } from './checking/complete-input.ts';
import { type Place, scopeOf } from './frame.ts';
import { repairInput } from './checking/repair-input.ts';
import { resolveInput } from './expressions/resolve-input.ts';

/** Puts on record, before the task's end, what would take its effect back. */
export async function noteCompensation(place: Place, output: Json): Promise<void> {
  const { undo } = place.task;
  if (!undo) return;
  const payload = { action: undo.action, ...(await prepared(place, undo, output)) };
  place.execution.recorder.note({ type: 'task.compensable', scope: scopeOf(place), payload });
}

/** The effect is there; that it cannot be taken back must not make a failure of it. */
async function prepared(
  { names, execution: { catalogue } }: Place,
  { action, input: given }: Compensation,
  output: Json,
): Promise<{ input: JsonObject } | { error: Failure }> {
  try {
    const entry = catalogue.action(action);
    if (!entry) throw new HeronError('worker-unavailable', absence(catalogue, action));
    const input = await withDefaults(await resolveInput(given, { ...names, output }), entry.action);
    const [issue] = entry.validateInput(input);
    if (!issue) return { input };
    const mended = repairInput(entry.action.input, input);
    const complete = await withDefaults(mended.input, entry.action);
    if (mended.repairs.length > 0 && entry.validateInput(complete).length === 0) return { input: complete };
    throw new HeronError('invalid-input', `undo.input${issue.path ? `.${issue.path}` : ''}: ${issue.message}`);
  } catch (error) {
    return { error: toFailure(error) };
  }
}
