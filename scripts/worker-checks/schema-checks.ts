import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ObjectSchema } from '../../src/contract/json.ts';
import { eachAction, type WorkerCheck } from './check.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { path: true, uri: true } });

export const schemasCompile: WorkerCheck = eachAction((action, complain) => {
  for (const side of ['input', 'output'] as const) {
    const problem = compileProblem(action[side]);
    if (problem) complain(side, problem);
  }
});

export const inputFieldsAreDescribed: WorkerCheck = eachAction(({ input }, complain) => {
  for (const [field, schema] of Object.entries(input.properties)) {
    if (typeof schema['description'] !== 'string') complain(`input.properties.${field}`, 'has no description');
  }
});

export const schemaDefaultsFit: WorkerCheck = eachAction(({ input }, complain) => {
  for (const [field, schema] of Object.entries(input.properties)) {
    if (!('default' in schema) || compileProblem(schema)) continue;
    const problem = valueProblem(schema, schema['default']);
    if (problem) complain(`input.properties.${field}.default`, problem);
  }
});

/** What is wrong with a value of a field; undefined when nothing is. */
export function valueProblem(schema: object, value: unknown): string | undefined {
  const validate = ajv.compile(schema);
  return validate(value)
    ? undefined
    : `${JSON.stringify(value)} ${ajv.errorsText(validate.errors, { dataVar: '' }).trim()}`;
}

function compileProblem(schema: ObjectSchema | Record<string, unknown>): string | undefined {
  try {
    ajv.compile(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
