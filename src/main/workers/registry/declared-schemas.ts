import type { ObjectSchema } from '../../../contract/json.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import { compileInputSchema } from './action-schema.ts';
import { hostileParts } from './hostile-schema.ts';
import type { SchemaIssue } from './schema-issue.ts';

/** What is wrong with the schemas and triggers that an installed worker declares besides its actions. */
export function declaredSchemaIssues(manifest: Manifest): SchemaIssue[] {
  const { settings, triggers } = manifest;
  const payloads = Object.entries(triggers).flatMap(([name, { payload, action }]) => [
    ...schemaIssues(payload).map((issue) => below(`triggers.${name}.payload`, issue)),
    ...pollIssues(manifest, action).map((message) => ({ path: `triggers.${name}.action`, message })),
  ]);
  if (!settings) return payloads;
  return [...settingsIssues(settings).map((issue) => below('settings', issue)), ...payloads];
}

/** What keeps an action from being polled. */
export function pollIssues({ actions }: Manifest, name: string): string[] {
  const action = actions[name];
  if (!action) return [`there is no action ${name}`];
  return action.risk === 'read' ? [] : [`${name} changes something; only what reads is polled`];
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
