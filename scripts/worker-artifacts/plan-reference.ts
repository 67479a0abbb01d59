import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Agent, AgentCheck } from '../../src/contract/agents.ts';
import { Compensation } from '../../src/contract/compensations.ts';
import { Json, JsonObject, ObjectSchema } from '../../src/contract/json.ts';
import { Plan } from '../../src/contract/plan.ts';
import { Expression, ForEach, Join, Repeat, Retry, TemplateText, Wait } from '../../src/contract/plan-modifiers.ts';
import { Budget, OnError, Switch, Task } from '../../src/contract/plan-task.ts';
import { PlanTemplate, TemplateWebhook } from '../../src/contract/plan-templates.ts';
import { docComments } from './doc-comments.ts';

type Named = { name: string; file: string; type: z.ZodType; fieldsOf?: string };

/** What the plan language is made of, in the order of the page; each with the file whose comments say what it means. */
const parts: Named[] = [
  { name: 'Plan', file: 'plan', type: Plan },
  { name: 'Task', file: 'plan-task', type: Task },
  { name: 'Join', file: 'plan-modifiers', type: Join },
  { name: 'ForEach', file: 'plan-modifiers', type: ForEach },
  { name: 'Repeat', file: 'plan-modifiers', type: Repeat },
  { name: 'Switch', file: 'plan-task', type: Switch },
  { name: 'Wait', file: 'plan-modifiers', type: Wait },
  { name: 'Retry', file: 'plan-modifiers', type: Retry },
  { name: 'OnError', file: 'plan-task', type: OnError },
  { name: 'Budget', file: 'plan-task', type: Budget, fieldsOf: 'BudgetLimits' },
  { name: 'Compensation', file: 'compensations', type: Compensation },
  { name: 'Agent', file: 'agents', type: Agent },
  { name: 'AgentCheck', file: 'agents', type: AgentCheck },
  { name: 'PlanTemplate', file: 'plan-templates', type: PlanTemplate },
  { name: 'TemplateWebhook', file: 'plan-templates', type: TemplateWebhook },
];

const words: { type: z.ZodType; text: string }[] = [
  { type: Expression, text: 'expression' },
  { type: TemplateText, text: 'text with `{{ }}`' },
  { type: Json, text: 'any JSON' },
  { type: JsonObject, text: 'object' },
];

/** Objects that are no part of the language: a drawing, and a JSON Schema. */
const named = new Set(['canvas', 'parameters']);

const contract = join(import.meta.dirname, '../../src/contract');
const files = [...new Set(parts.map(({ file }) => file))];

/** What is said of the fields of plans, by the paths of the contract's constants: `Wait.event.since`. */
export function planComments(): Map<string, string> {
  const read = (file: string): string => readFileSync(join(contract, `${file}.ts`), 'utf8');
  return new Map(files.flatMap((file) => [...docComments(read(file))]));
}

/** Puts what is said of fields into a JSON Schema of plans, for editors to show. The schema is changed. */
export function describeFields(schema: unknown, comments: Map<string, string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties } = schema as { properties?: Record<string, object> };
  const part = properties && partWith(Object.keys(properties));
  if (part) describeProperties(properties, part, '', comments);
  for (const inner of Object.values(schema)) describeFields(inner, comments);
}

function describeProperties(
  properties: Record<string, { description?: string; properties?: Record<string, object> }>,
  part: Named,
  before: string,
  comments: Map<string, string>,
): void {
  for (const [field, schema] of Object.entries(properties)) {
    const description = say(comments, [part.name, part.fieldsOf], `${before}${field}`);
    if (description !== '') schema.description = description;
    const inner = schema.properties;
    if (inner && !partWith(Object.keys(inner))) describeProperties(inner, part, `${before}${field}.`, comments);
  }
}

function partWith(fields: string[]): Named | undefined {
  return parts.find(({ type }) =>
    formsOf(type).some((form) => form instanceof z.ZodObject && Object.keys(form.shape).join() === fields.join()),
  );
}

function formsOf(type: z.ZodType): z.ZodType[] {
  return type instanceof z.ZodUnion ? (type.options as z.ZodType[]) : [type];
}

/** docs/guide/plan-reference.md: every field a plan can have. */
export function planReference(): string {
  const comments = planComments();
  return `${[introduction, ...parts.map((part) => section(part, comments))].join('\n\n')}\n`;
}

const introduction = `<!-- Generated from src/contract by \`npm run generate\`; changes here are lost. -->

# Every field of a plan

[Write a plan](write-a-plan.md) explains them in their order, with examples. A \`?\` marks what may be left out. Times are in
milliseconds. Editors check the same with \`resources/plan.schema.json\`, and templates with \`resources/plan-template.schema.json\`.`;

function section({ name, type, fieldsOf }: Named, comments: Map<string, string>): string {
  const about = comments.get(name);
  const forms = formsOf(type);
  const plain = forms.filter((form) => !(form instanceof z.ZodObject)).map(kindOf);
  const shapes = forms.filter((form) => form instanceof z.ZodObject);
  const rows = shapes.flatMap((shape) => rowsOf(shape, '', (path) => say(comments, [name, fieldsOf], path)));
  return [
    `## ${name}`,
    ...(about === undefined ? [] : [about]),
    ...(shapes.length > 1
      ? [`Exactly one of ${shapes.map((shape) => `\`${Object.keys(shape.shape)[0]}\``).join(', ')}.`]
      : []),
    ...(plain.length === 0 ? [] : [`One of ${plain.join(', ')}${rows.length > 0 ? ', or an object:' : '.'}`]),
    ...(rows.length === 0 ? [] : [['| Field | Kind | |', '|---|---|---|', ...new Set(rows)].join('\n')]),
  ].join('\n\n');
}

function say(comments: Map<string, string>, names: (string | undefined)[], path: string): string {
  return names.map((name) => comments.get(`${name}.${path}`)).find((text) => text !== undefined) ?? '';
}

function rowsOf(object: z.ZodObject, before: string, about: (path: string) => string): string[] {
  return Object.entries(object.shape).flatMap(([field, given]) => {
    const { type, isOptional } = unwrapped(given as z.ZodType);
    const path = `${before}${field}`;
    const row = `| \`${path}\`${isOptional ? '?' : ''} | ${kindOf(type)} | ${cell(about(path))} |`;
    const isOwn = type instanceof z.ZodObject && !parts.some((part) => part.type === type) && !named.has(field);
    return isOwn ? [row, ...rowsOf(type, `${path}.`, about)] : [row];
  });
}

function unwrapped(type: z.ZodType): { type: z.ZodType; isOptional: boolean } {
  if (type instanceof z.ZodOptional) return { type: type.unwrap() as z.ZodType, isOptional: true };
  if (type instanceof z.ZodDefault) return { type: type.unwrap() as z.ZodType, isOptional: true };
  return { type, isOptional: false };
}

function kindOf(type: z.ZodType): string {
  const part = parts.find((each) => each.type === type);
  if (part) return `[${part.name}](#${part.name.toLowerCase()})`;
  const word = words.find((each) => each.type === type);
  if (word) return word.text;
  if (type instanceof z.ZodArray) return `list of ${kindOf(type.element as z.ZodType)}`;
  if (type instanceof z.ZodUnion) return (type.options as z.ZodType[]).map(kindOf).join(' or ');
  if (type === ObjectSchema) return 'JSON Schema of an object';
  if (type instanceof z.ZodObject)
    return `object of ${Object.keys(type.shape)
      .map((key) => `\`${key}\``)
      .join(', ')}`;
  return ofSchema(z.toJSONSchema(type, { io: 'input' }));
}

type Schema = z.core.JSONSchema.BaseSchema;

function ofSchema({ enum: choices, const: only, type, minimum, exclusiveMinimum, maximum, maxLength }: Schema): string {
  if (choices) return choices.map((choice) => `\`${JSON.stringify(choice)}\``).join(' or ');
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : Number(exclusiveMinimum));
  const lower = least === undefined ? [] : [`${exclusiveMinimum === undefined ? 'from' : 'above'} ${number(least)}`];
  const upper = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? [] : [`to ${number(maximum)}`];
  const length = maxLength === undefined ? [] : [`of at most ${number(maxLength)} characters`];
  const kind = type === 'string' ? 'text' : type === 'integer' ? 'whole number' : String(type);
  return [kind, ...lower, ...upper, ...length].join(' ');
}

function number(value: number): string {
  return value.toLocaleString('en');
}

/** A bar would end the table's cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
