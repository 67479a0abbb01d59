import type { ObjectSchema } from '../../src/contract/json.ts';
import { fieldKind } from '../../src/contract/settings-form.ts';
import { toFailure } from '../../src/main/base/errors.ts';
import { compileExpression } from '../../src/main/orchestrator/expressions/template.ts';
import { compileInputSchema } from '../../src/main/workers/registry/action-schema.ts';
import { pollIssues } from '../../src/main/workers/registry/declared-schemas.ts';
import { inManifest, type ReadableWorker, type WorkerCheck } from './check.ts';
import { sentenceOf, valueProblem } from './schema-checks.ts';
import type { Finding } from '../worker-folders.ts';

/** A form is made of the settings, so each says what it is and is of a kind that a form can show. */
export const settingsMakeAForm: WorkerCheck = (worker) => {
  const { settings } = worker.manifest;
  if (!settings) return [];
  const findings = schemaFindings(worker, 'settings', settings);
  if (findings.length > 0) return findings;
  return Object.entries(settings.properties).flatMap(([field, schema]) => {
    const place = `settings.properties.${field}`;
    if (!fieldKind(schema)) {
      return [inManifest(worker, place, 'is no text, number, switch, choice or list of texts')];
    }
    const problem = 'default' in schema && valueProblem(schema, schema['default']);
    return problem ? [inManifest(worker, `${place}.default`, problem)] : [];
  });
};

export const secretsCanBeUsed: WorkerCheck = (worker) => {
  const { secrets, ownSecrets, permissions } = worker.manifest;
  const hasNet = permissions.some(({ capability }) => capability === 'net');
  if (ownSecrets && !hasNet)
    return [inManifest(worker, 'ownSecrets', 'are sent out, but the worker has no permission net')];
  return secrets.flatMap(({ name, programs }, index) => {
    const place = `secrets.${index}`;
    if (secrets.findIndex((each) => each.name === name) < index) {
      return [inManifest(worker, place, `${name} is named twice`)];
    }
    // What goes to restic alone stays on this machine.
    const staysHere = programs !== undefined && programs.every((program) => program === 'restic');
    return hasNet || staysHere
      ? []
      : [inManifest(worker, place, 'is put into requests, but the worker has no permission net')];
  });
};

/** That the code has them is checked with its actions. */
export const hooksAreNamedOnce: WorkerCheck = (worker) => {
  const { hooks } = worker.manifest;
  return hooks.flatMap((event, index) =>
    hooks.indexOf(event) < index ? [inManifest(worker, `hooks.${index}`, `${event} is named twice`)] : [],
  );
};

export const triggersAreDescribed: WorkerCheck = (worker) =>
  Object.entries(worker.manifest.triggers).flatMap(([name, { payload }]) =>
    schemaFindings(worker, `triggers.${name}.payload`, payload),
  );

/** What they poll is there, only reads, and can be read. */
export const triggersCanPoll: WorkerCheck = (worker) =>
  Object.entries(worker.manifest.triggers).flatMap(([name, trigger]) => [
    ...pollIssues(worker.manifest, trigger.action).map((issue) => inManifest(worker, `triggers.${name}.action`, issue)),
    ...(['items', 'key'] as const).flatMap((field) =>
      expressionIssues(trigger[field]).map((issue) => inManifest(worker, `triggers.${name}.${field}`, issue)),
    ),
    ...Object.keys(trigger.input)
      .filter((field) => !worker.manifest.actions[trigger.action]?.input.properties[field])
      .map((field) => inManifest(worker, `triggers.${name}.input`, `${trigger.action} has no field ${field}`)),
  ]);

function expressionIssues(text: string | undefined): string[] {
  if (text === undefined) return [];
  try {
    compileExpression(text);
    return [];
  } catch (error) {
    return [toFailure(error).message];
  }
}

function schemaFindings(worker: ReadableWorker, place: string, schema: ObjectSchema): Finding[] {
  const compiled = compileInputSchema(schema);
  if (Array.isArray(compiled)) return compiled.map((issue) => inManifest(worker, place, sentenceOf(issue)));
  return Object.entries(schema.properties)
    .filter(([, field]) => typeof field['description'] !== 'string')
    .map(([field]) => inManifest(worker, `${place}.properties.${field}`, 'has no description'));
}
