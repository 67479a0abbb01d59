import type { Json, JsonObject } from '../../../contract/json.ts';
import type { ActionManifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { codeNeed } from '../../base/commands/code-need.ts';
import { shellNeed } from '../../base/commands/shell-need.ts';
import type { ActionEntry } from '../catalogue.ts';
import { mentionsField } from '../expressions/mentions-field.ts';
import { containsExpression } from '../expressions/resolve-input.ts';
import { compileTemplate } from '../expressions/template.ts';

type DeclaredNeed = ActionManifest['needs'][number];

/** Whose need it is: the worker, and its action without it. */
export function entryName({ ref, workerId }: ActionEntry): { workerId: string; action: string } {
  return { workerId, action: ref.slice(workerId.length + 1) };
}

/** What an action needs with an input as it stands in a plan. Needs that depend on fields that are still expressions are left out. */
export async function needsAsPlanned(entry: ActionEntry, input: JsonObject): Promise<PermissionNeed[]> {
  const known = Object.fromEntries(Object.entries(input).filter(([, value]) => !containsExpression(value)));
  const unknown = Object.keys(input).filter((name) => !Object.hasOwn(known, name));
  return needsWith(entry, known, unknown);
}

/** What an action needs with an input whose expressions have their values; `{{` in it is text like any other. */
export function needsOf(entry: ActionEntry, input: JsonObject): Promise<PermissionNeed[]> {
  return needsWith(entry, input, []);
}

async function needsWith(entry: ActionEntry, known: JsonObject, unknown: readonly string[]): Promise<PermissionNeed[]> {
  const needs: PermissionNeed[] = [];
  for (const declared of entry.action.needs) {
    // Half a command says nothing of what it does, nor does code without what it reads.
    if (isWhole(declared) && unknown.length > 0) continue;
    // `{{ file & '-wal' }}` would be a name without what it begins with.
    if (unknown.some((name) => mentionsField(declared.target, name))) continue;
    for (const target of await targetsOf(declared, known)) needs.push(await needOf(declared, target, known));
  }
  return needs;
}

function isWhole({ capability, args }: DeclaredNeed): boolean {
  return capability === 'code' || args !== undefined;
}

/** Of a list, each is a need of its own. */
async function targetsOf({ target }: DeclaredNeed, known: JsonObject): Promise<string[]> {
  const value = await compileTemplate(target).evaluate(known);
  const targets = Array.isArray(value) ? value : [value];
  return targets.filter((each) => typeof each === 'string' && each !== '') as string[];
}

async function needOf(declared: DeclaredNeed, target: string, known: JsonObject): Promise<PermissionNeed> {
  if (declared.capability !== 'code') {
    return declared.args === undefined ? plainNeed(declared, target, known) : commandNeed(declared, target, known);
  }
  const [code = '', input = ''] = [await textOf(declared.detail, known), await textOf(declared.input, known)];
  return codeNeed({ language: target, code, input });
}

async function plainNeed(
  { capability, detail, kind }: DeclaredNeed,
  target: string,
  known: JsonObject,
): Promise<PermissionNeed> {
  const shown = await textOf(detail, known);
  return { capability, target, ...(shown === undefined ? {} : { detail: shown }), ...(kind ? { kind } : {}) };
}

async function commandNeed(declared: DeclaredNeed, program: string, known: JsonObject): Promise<PermissionNeed> {
  const args = declared.args === undefined ? undefined : await compileTemplate(declared.args).evaluate(known);
  const input = (await textOf(declared.input, known)) ?? null;
  const cwd = (await textOf(declared.folder, known)) ?? null;
  return shellNeed({ program, args: asTexts(args), input, cwd, variables: [] }).need;
}

/** JSONata gives nothing for an empty list. */
function asTexts(value: Json | undefined): string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
}

async function textOf(template: string | undefined, known: JsonObject): Promise<string | undefined> {
  const value = template === undefined ? undefined : await compileTemplate(template).evaluate(known);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
