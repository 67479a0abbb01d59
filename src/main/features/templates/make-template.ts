import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { PlanTemplate, SaveTemplate, TemplateInput } from '../../../contract/plan-templates.ts';
import { literalsOf } from '../../../contract/plan-literals.ts';
import { HeronError } from '../../base/errors.ts';

/** The plan with the chosen literals as inputs. Errors: `invalid-input` for a place where no literal stands. */
export function makeTemplate({ plan, name, title, description, inputs }: SaveTemplate): PlanTemplate {
  const tasks = structuredClone(plan.tasks);
  const literals = new Map(literalsOf(plan).map((literal) => [literal.at, literal.value]));
  const properties: JsonObject = {};
  for (const [field, value] of Object.entries(plan.input ?? {})) {
    if (value !== null) properties[field] = schemaOf(value, {});
  }
  for (const input of inputs) {
    const value = literals.get(input.at);
    if (value === undefined) {
      throw new HeronError('invalid-input', `inputs: ${input.at} is no literal of the plan`, { path: 'inputs' });
    }
    if (Object.hasOwn(properties, input.name)) {
      throw new HeronError('invalid-input', `inputs: there are two called ${input.name}`, { path: 'inputs' });
    }
    properties[input.name] = schemaOf(value, input);
    put({ tasks }, input.at.split('.'), `{{ input.${input.name} }}`);
  }
  return {
    version: 1,
    name,
    title: title ?? plan.title,
    description,
    parameters: { type: 'object', properties, additionalProperties: false } as PlanTemplate['parameters'],
    tasks,
  };
}

/** What of a plan no template can hold. */
export function leftOutOf({ budget }: Plan): string[] {
  return budget ? ['budget'] : [];
}

function schemaOf(value: Json, { description }: Pick<TemplateInput, 'description'>): JsonObject {
  const type = Array.isArray(value)
    ? 'array'
    : typeof value === 'number' && Number.isInteger(value)
      ? 'integer'
      : typeof value;
  const isPath = typeof value === 'string' && /^(\/|~\/|[a-zA-Z]:[\\/])./.test(value);
  return {
    type,
    ...(description === undefined ? {} : { description }),
    ...(isPath ? { format: 'path' } : {}),
    default: value,
  };
}

function put(root: { tasks: unknown }, path: string[], value: string): void {
  let here: Record<string, unknown> = root;
  for (const segment of path.slice(0, -1)) here = here[segment] as Record<string, unknown>;
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
}
