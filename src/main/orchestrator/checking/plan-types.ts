import { AgentEnd } from '../../../contract/agents.ts';
import type { Json } from '../../../contract/json.ts';
import type { ForEach } from '../../../contract/plan-modifiers.ts';
import type { Body, Task } from '../../../contract/plan-task.ts';
import type { Catalogue } from '../catalogue.ts';
import { inferSchema, whole } from '../expressions/infer-schema.ts';
import {
  anything,
  itemsOf,
  listOf,
  objectOf,
  type Schema,
  typeOfValue,
  typesOf,
} from '../../../contract/schema-types.ts';
import { asGroup, scopeInTemplate } from './plan-template-scope.ts';
import { afterFailure, namesWithin, ownerOf, type Scope, scopeOf, withNames } from './scope.ts';
import { compileTemplate, type Template } from '../expressions/template.ts';

/** What a task that waits for a call gives, and its texts see as `request`. */
const webhookRequest: Schema = objectOf({
  method: { type: 'string' },
  headers: { type: 'object' },
  query: { type: 'object' },
  body: anything,
});

const agentOutput: Schema = objectOf({
  text: { type: 'string' },
  ended: { type: 'string', enum: AgentEnd.options },
  steps: { type: 'integer' },
  claims: listOf(
    objectOf({
      text: { type: 'string' },
      isVerified: { type: 'boolean' },
      by: { type: ['string', 'null'] },
      reason: { type: ['string', 'null'] },
    }),
  ),
});

/** What is known of the values of a plan: what the actions' schemas tell, and the outputs of tasks once they are worked out. */
export type PlanTypes = { catalogue: Catalogue; outputs: WeakMap<Task, Schema> };

export function createPlanTypes(catalogue: Catalogue): PlanTypes {
  return { catalogue, outputs: new WeakMap() };
}

/** `report` takes what the expressions name and is not there. */
export function schemaOfTemplate(
  types: PlanTypes,
  template: Template,
  scope: Scope,
  report: (message: string) => void = () => {},
): Schema {
  const outputOf = (id: string, from: Scope): Schema | undefined => schemaOfOutput(types, id, from);
  const schemas = template.expressions.map((each) => inferSchema(each.syntax(), whole, { scope, outputOf, report }));
  return template.lone ? (schemas[0] ?? anything) : { type: 'string' };
}

export function schemaOfValue(types: PlanTypes, value: Json, scope: Scope): Schema {
  if (typeof value === 'string') return value.includes('{{') ? schemaOfText(types, value, scope) : { type: 'string' };
  if (Array.isArray(value)) return listOf(schemaOfItems(types, value, scope));
  if (typeof value !== 'object' || value === null) return { type: typeOfValue(value) };
  const parts = Object.entries(value).map(([name, part]) => [name, schemaOfValue(types, part, scope)]);
  return objectOf(Object.fromEntries(parts) as Record<string, Schema>);
}

function schemaOfText(types: PlanTypes, text: string, scope: Scope): Schema {
  try {
    return schemaOfTemplate(types, compileTemplate(text), scope);
  } catch {
    // A broken expression is an issue of its own.
    return anything;
  }
}

/** Objects of a list may differ. */
function schemaOfItems(types: PlanTypes, items: readonly Json[], scope: Scope): Schema {
  const [first] = items;
  if (first === undefined) return anything;
  if (items.length === 1) return schemaOfValue(types, first, scope);
  const all = new Set(items.flatMap((item) => typesOf(schemaOfValue(types, item, scope)) ?? ['?']));
  return all.has('?') ? anything : { type: [...all] };
}

function schemaOfOutput(types: PlanTypes, id: string, from: Scope): Schema | undefined {
  const scope = ownerOf(from, id);
  if (!scope) return undefined;
  const task = scope.tasks.get(id);
  if (!task) return anything;
  const known = types.outputs.get(task);
  if (known) return known;
  // What depends on itself is found elsewhere.
  types.outputs.set(task, anything);
  const hasSubstitute = typeof task.onError === 'object' || typeof task.budget?.onExceeded === 'object';
  const one = hasSubstitute ? anything : schemaOfOne(types, task, scope);
  const schema = task.forEach ? listOf(one) : one;
  types.outputs.set(task, schema);
  return schema;
}

function schemaOfOne(types: PlanTypes, task: Task, scope: Scope): Schema {
  if (task.action !== undefined) return types.catalogue.action(task.action)?.action.output ?? anything;
  if (task.template) return schemaOfTemplateUse(types, task.template.name);
  if (task.value !== undefined) return schemaOfValue(types, task.value, within(types, task, scope));
  if (task.agent) return agentOutput;
  if (task.wait && 'webhook' in task.wait && task.wait.onTimeout !== 'continue') return webhookRequest;
  if (!task.tasks) return anything;
  const inside = scopeInBody(types, task, { path: 'tasks', tasks: task.tasks }, scope);
  if (task.output !== undefined) return schemaOfValue(types, task.output, inside);
  const outputs = task.tasks.map(({ id }) => [id, schemaOfOutput(types, id, inside) ?? anything]);
  return objectOf(Object.fromEntries(outputs) as Record<string, Schema>);
}

function schemaOfTemplateUse(types: PlanTypes, name: string): Schema {
  try {
    const { template } = types.catalogue.template?.(name) ?? {};
    return template ? schemaOfOne(types, asGroup(template), scopeInTemplate(template)) : anything;
  } catch {
    // A template that cannot be used is an issue of its own.
    return anything;
  }
}

function within(types: PlanTypes, task: Task, scope: Scope): Scope {
  return namesWithin(task, scope, schemaOfItem(types, task, scope));
}

function schemaOfItem(types: PlanTypes, { forEach }: Task, scope: Scope): Schema {
  if (!forEach) return anything;
  const item = schemaInList(types, forEach.in, scope);
  return forEach.batch === undefined ? item : listOf(item);
}

function schemaInList(types: PlanTypes, source: ForEach['in'], scope: Scope): Schema {
  if (typeof source === 'object' && !Array.isArray(source)) return { type: 'integer' };
  const list = schemaOfValue(types, source, scope);
  const kinds = typesOf(list);
  return kinds?.length === 1 && kinds[0] === 'array' ? itemsOf(list) : anything;
}

/** Of what is in a list of the task. */
export function scopeInBody(types: PlanTypes, task: Task, { path, tasks }: Body, scope: Scope): Scope {
  if (path === 'onError.recover' || path === 'budget.onExceeded.fallback') {
    const { repeat: _, ...once } = task;
    return scopeOf(tasks, withNames(within(types, once, scope), afterFailure));
  }
  const inside = within(types, task, scope);
  const input = task.tasks && task.input;
  return scopeOf(tasks, input ? withNames(inside, { input: schemaOfValue(types, input, inside) }) : inside);
}

/** Of the task's own texts; `path` as `input.a`. */
export function scopeAtText(types: PlanTypes, task: Task, path: string, scope: Scope): Scope {
  if (path === 'when' || path.startsWith('forEach.')) return scope;
  if (path.startsWith('output') && task.tasks) {
    return scopeInBody(types, task, { path: 'tasks', tasks: task.tasks }, scope);
  }
  const inside = within(types, task, scope);
  if (path.startsWith('undo')) {
    return withNames(inside, { output: types.catalogue.action(task.action ?? '')?.action.output ?? anything });
  }
  if (path.startsWith('wait.webhook')) return withNames(inside, { request: webhookRequest });
  return path.startsWith('wait.event') ? withNames(inside, { event: anything }) : inside;
}
