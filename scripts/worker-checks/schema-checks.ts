import type { ObjectSchema } from '../../src/contract/json.ts';
import { compileInputSchema, compileOutputSchema } from '../../src/main/workers/registry/action-schema.ts';
import type { SchemaIssue } from '../../src/main/workers/registry/schema-issue.ts';
import { eachAction, type WorkerCheck } from './check.ts';

export const schemasCompile: WorkerCheck = eachAction(({ input, output }, complain) => {
  for (const [side, compiled] of [
    ['input', compileInputSchema(input)],
    ['output', compileOutputSchema(output)],
  ] as const) {
    if (Array.isArray(compiled)) compiled.forEach((issue) => complain(side, sentenceOf(issue)));
  }
});

export const inputFieldsAreDescribed: WorkerCheck = eachAction(({ input }, complain) => {
  for (const [field, schema] of Object.entries(input.properties)) {
    if (typeof schema['description'] !== 'string') complain(`input.properties.${field}`, 'has no description');
  }
});

export const schemaDefaultsFit: WorkerCheck = eachAction(({ input }, complain) => {
  for (const [field, schema] of Object.entries(input.properties)) {
    const problem = 'default' in schema && valueProblem(schema, schema['default']);
    if (problem) complain(`input.properties.${field}.default`, problem);
  }
});

/** What is wrong with a value of a field; undefined when nothing is, or when the field's schema itself is wrong. */
export function valueProblem(schema: Record<string, unknown>, value: unknown): string | undefined {
  const { default: _, ...bare } = schema;
  const holder: ObjectSchema = { type: 'object', properties: { value: bare }, additionalProperties: false };
  const check = compileInputSchema(holder);
  const issues = Array.isArray(check) ? [] : check({ value });
  return issues.length === 0
    ? undefined
    : `${JSON.stringify(value)} ${issues.map(({ message }) => message).join(', ')}`;
}

export function sentenceOf({ path, message }: SchemaIssue): string {
  return path === '' ? message : `${path} ${message}`;
}
