import type { ObjectSchema } from '../../../contract/json.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import { compileInputSchema } from './action-schema.ts';
import { hostileParts } from './hostile-schema.ts';
import type { SchemaIssue } from './schema-issue.ts';

/** What is wrong with the schemas that an installed worker declares besides those of its actions. */
export function declaredSchemaIssues(manifest: Manifest): SchemaIssue[] {
  const { settings, triggers } = manifest;
  const payloads = Object.entries(triggers).flatMap(([name, { payload }]) =>
    schemaIssues(payload).map((issue) => below(`triggers.${name}.payload`, issue)),
  );
  if (!settings) return payloads;
  return [...settingsIssues(settings).map((issue) => below('settings', issue)), ...payloads];
}

function schemaIssues(schema: ObjectSchema): SchemaIssue[] {
  const hostile = hostileParts(schema);
  if (hostile.length > 0) return hostile;
  const compiled = compileInputSchema(schema);
  return typeof compiled === 'function' ? [] : compiled;
}

/** Settings begin as their defaults, so these must fit. */
export function settingsIssues(schema: ObjectSchema): SchemaIssue[] {
  const issues = schemaIssues(schema);
  if (issues.length > 0) return issues;
  const check = compileInputSchema(schema);
  if (typeof check !== 'function') return check;
  return check({})
    .filter(({ message }) => message !== 'is missing')
    .map(({ path, message }) => ({ path: `properties.${path}.default`, message }));
}

function below(place: string, { path, message }: SchemaIssue): SchemaIssue {
  return { path: path === '' ? place : `${place}.${path}`, message };
}
