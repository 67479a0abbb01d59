import type { PlanIssue } from '../../../contract/plan.ts';
import { copyJson, type Json, type JsonObject, type ObjectSchema } from '../../../contract/json.ts';
import { type PlanTypes, schemaOfTemplate } from './plan-types.ts';
import { repairInput } from './repair-input.ts';
import { containsExpression, stringsOf } from '../expressions/resolve-input.ts';
import { fieldOf, inWords, itemsOf, overlap, type Schema, typesOf } from '../../../contract/schema-types.ts';
import type { Scope } from './scope.ts';
import { compileTemplate } from '../expressions/template.ts';

/** What an action, or a template, takes. */
export type Accepted = {
  schema: ObjectSchema;
  /** Fields that are filled in when absent. */
  defaults: Readonly<Record<string, string>>;
  validateInput(input: Record<string, unknown>): PlanIssue[];
};

/** Of a call that a model did not finish. */
export const wasCutOff = 'It was cut off at a length limit; what is missing nobody knows';

/** What is wrong with an input: values at once, expressions by what their schemas say. */
export function inputIssues(input: JsonObject, accepted: Accepted, scope: Scope, types: PlanTypes): PlanIssue[] {
  return [...valueIssues(input, accepted), ...typeIssues(input, accepted.schema, scope, types, '')];
}

/** What holds expressions is looked at again when the values are known, right before the task starts. */
function valueIssues(input: JsonObject, { schema, defaults, validateInput }: Accepted): PlanIssue[] {
  const open = stringsOf(input)
    .filter(({ text }) => text.includes('{{'))
    .map(({ path }) => path);
  // A default that is computed from an open field will be there by then.
  const promised = new Set(Object.keys(defaults).filter((field) => input[field] === undefined));
  const issuesOf = (values: JsonObject): PlanIssue[] =>
    validateInput(copyJson(values)).filter(
      ({ path }) =>
        !promised.has(path.split('.')[0] ?? '') &&
        !open.some((place) => place === path || place.startsWith(`${path}.`) || path.startsWith(`${place}.`)),
    );
  const issues = issuesOf(input);
  // What can be mended is mended, and told, when the task starts.
  return issues.length > 0 && issuesOf(repairInput(schema, input).input).length === 0 ? [] : issues;
}

function typeIssues(value: Json, schema: Schema, scope: Scope, types: PlanTypes, path: string): PlanIssue[] {
  if (!containsExpression(value)) return [];
  if (typeof value === 'string') return textIssues(value, schema, scope, types, path);
  return Object.entries(value as object).flatMap(([name, part]) => {
    const inner = Array.isArray(value) ? itemsOf(schema) : fieldOf(schema, name);
    const at = path ? `${path}.${name}` : name;
    return inner === 'absent' ? [] : typeIssues(part as Json, inner, scope, types, at);
  });
}

function textIssues(text: string, schema: Schema, scope: Scope, types: PlanTypes, path: string): PlanIssue[] {
  let given: Schema;
  try {
    given = schemaOfTemplate(types, compileTemplate(text), scope);
  } catch {
    // A broken expression is an issue of its own.
    return [];
  }
  if (overlap(given, schema) || typesOf(given)?.includes('null')) return [];
  return [{ path, message: `expected ${inWords(schema)}, ${text} gives ${inWords(given)}` }];
}
