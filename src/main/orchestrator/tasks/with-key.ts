import type { Priority } from '../../base/priority.ts';
import { HeronError, NotCalled } from '../../base/errors.ts';
import { type Place, titleOf } from '../frame.ts';
import type { Claim } from '../../base/fair-queue.ts';
import type { Done } from './settle.ts';
import { compileTemplate } from '../expressions/template.ts';
import { KeyCircle } from '../key-locks.ts';
import { inLine } from '../waits/in-line.ts';

/** Does something when nobody else in the engine does anything with the same key. What is inside a task has its keys. */
export async function withKey(place: Place, body: (within: Place) => Promise<Done>): Promise<Done> {
  const { task, names, execution, heldKeys } = place;
  if (task.key === undefined) return body(place);
  const value = await compileTemplate(task.key).evaluate(names);
  if (value === undefined || value === null || typeof value === 'object' || value === '') {
    throw new HeronError(
      'invalid-input',
      `${task.id}: key: expected a text, ${task.key} gave ${JSON.stringify(value)}`,
    );
  }
  const key = String(value);
  if (heldKeys.includes(key)) return body(place);
  const claim = { ...claimOf(place), holds: heldKeys };
  const what = { for: 'key' as const, name: key.slice(0, 200) };
  const release = await inLine(place, what, (signal) => execution.keys.take(key, claim, signal)).catch(
    (error: unknown) => {
      throw error instanceof KeyCircle ? circleError(place, error) : error;
    },
  );
  try {
    return await body({ ...place, heldKeys: [...heldKeys, key] });
  } finally {
    release();
  }
}

/** It had not begun, so it can be tried again; by then the others may be done. */
function circleError(place: Place, { waits }: KeyCircle): NotCalled {
  const { runId } = place.execution;
  const names = waits.map(({ key, claim }, index) => {
    const where = claim.runId === runId ? '' : ` of ${claim.runId}`;
    return `${claim.path}${where} waits for ${index === 0 ? 'the key ' : ''}${key} and holds ${claim.holds.join(', ')}`;
  });
  const message = `${titleOf(place)} waits for ever: ${names.join(', ')}`;
  return new NotCalled('conflict', message, { keyCircle: waits.map(({ key }) => key) });
}

export function claimOf({ execution, priority, path }: Place): Claim {
  return { runId: execution.runId, priority, path };
}

/** Who goes first where workers' processes are short. */
export function laneOf({ priority }: Place): Priority {
  if (priority === 0) return 'normal';
  return priority > 0 ? 'urgent' : 'background';
}
