import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ObjectSchema } from '../../../contract/json.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import { PlanTemplate } from '../../../contract/plan-templates.ts';
import { shapeIssues } from '../../orchestrator/checking/plan-shape.ts';

export type InputCheck = (value: unknown) => PlanIssue[];

/** Gives a check of values, which also fills in defaults, or what is wrong with the schema. */
export type CompileSchema = (schema: ObjectSchema) => InputCheck | PlanIssue[];

/** A template as its file has it; `issues` keep it from being used. */
export type TemplateFile = {
  file: string;
  name: string;
  template: PlanTemplate | undefined;
  checkInput: InputCheck | undefined;
  issues: PlanIssue[];
};

const largestBytes = 5_000_000;

export function readTemplateFile(file: string, compileSchema: CompileSchema): TemplateFile {
  const name = basename(file, '.json');
  const broken = (path: string, message: string): TemplateFile => ({
    ...{ file, name, template: undefined, checkInput: undefined },
    issues: [{ path, message }],
  });
  let given: unknown;
  try {
    if (statSync(file).size > largestBytes) return broken('file', `It is larger than ${largestBytes} bytes`);
    given = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return broken(
      'file',
      error instanceof SyntaxError ? `It is not JSON: ${message}` : `It cannot be read: ${message}`,
    );
  }
  try {
    return understood(file, name, given, compileSchema);
  } catch (error) {
    if (error instanceof RangeError) return broken('file', 'It is nested too deeply');
    throw error;
  }
}

function understood(file: string, name: string, given: unknown, compileSchema: CompileSchema): TemplateFile {
  const parsed = PlanTemplate.safeParse(given);
  if (!parsed.success) {
    const issues = shapeIssues(parsed.error).map((each) => (each.path === 'plan' ? { ...each, path: 'file' } : each));
    return { file, name, template: undefined, checkInput: undefined, issues };
  }
  const template = parsed.data;
  const issues: PlanIssue[] = [];
  if (template.name !== name) issues.push({ path: 'name', message: `expected ${name}, as the file is called` });
  const check = compileSchema(template.parameters);
  if (typeof check === 'function') return { file, name, template, checkInput: check, issues };
  const wrong = check.map(({ path, message }) => ({ path: path ? `parameters.${path}` : 'parameters', message }));
  return { file, name, template, checkInput: undefined, issues: [...issues, ...wrong] };
}
