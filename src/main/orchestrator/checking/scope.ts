import type { Task } from '../../../contract/plan-task.ts';
import { anything, objectOf, type Schema } from '../../../contract/schema-types.ts';
import { webhookIds } from '../waits/webhook-address.ts';

/** What expressions can name at a place of a plan. */
export type Scope = {
  /** The tasks of the same list. `undefined`: there is one, and it could not be read. */
  tasks: ReadonlyMap<string, Task | undefined>;
  /** What else there is: `item`, `index`, `iteration`, `previous`, `error`, `input`, `output`, `event`. */
  names: Readonly<Record<string, Schema>>;
  around: Scope | undefined;
};

export function scopeOf(
  tasks: readonly Task[],
  around?: Scope,
  names: Readonly<Record<string, Schema>> = around?.names ?? {},
): Scope {
  const webhooks = webhookIds(tasks);
  const known = webhooks.length === 0 ? names : { ...names, webhooks: withAddresses(names['webhooks'], webhooks) };
  return { tasks: new Map(tasks.map((task) => [task.id, task])), names: known, around };
}

const address: Schema = objectOf({ url: { type: 'string' } });

function withAddresses(around: Schema | undefined, ids: readonly string[]): Schema {
  const others = (around?.['properties'] ?? {}) as Record<string, Schema>;
  return objectOf({ ...others, ...Object.fromEntries(ids.map((id) => [id, address])) });
}

export function withNames(scope: Scope, names: Readonly<Record<string, Schema>>): Scope {
  return { ...scope, names: { ...scope.names, ...names } };
}

/** The scope whose list has the task: the same one or one around it. */
export function ownerOf(scope: Scope, id: string): Scope | undefined {
  for (let each: Scope | undefined = scope; each; each = each.around) if (each.tasks.has(id)) return each;
  return undefined;
}

const failure: Schema = {
  type: 'object',
  properties: { code: { type: 'string' }, message: { type: 'string' }, details: anything },
};

/** The names a task's own texts see. A condition and the list itself are read before there is an item. */
export function namesWithin({ forEach, repeat }: Task, scope: Scope, item: Schema): Scope {
  if (!forEach && !repeat) return scope;
  const ofItem: Scope['names'] = forEach ? { [forEach.as ?? 'item']: item, index: { type: 'integer' } } : {};
  const ofLoop: Scope['names'] = repeat ? { iteration: { type: 'integer' }, previous: anything } : {};
  return withNames(scope, { ...ofItem, ...ofLoop });
}

export const afterFailure = { error: failure };
