import type { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import { compileInputSchema, compileOutputSchema, type SchemaCheck } from './action-schema.ts';
import { HeronError } from '../../base/errors.ts';
import { hostileParts } from './hostile-schema.ts';
import { describeIssues, type SchemaIssue } from './schema-issue.ts';

export type LoadedAction = {
  manifest: Manifest;
  action: ActionManifest;
  /** Names every fault; fills in the schema's defaults in the value itself. */
  checkInput: SchemaCheck;
  /** Stops at the first fault. */
  checkOutput: SchemaCheck;
};

export type LoadedActions = ReadonlyMap<string, LoadedAction>;

/**
 * Compiles the schemas of all actions, or says what is wrong with them. Those that came with Heron were checked before
 * they were shipped and are compiled when they are first used: that takes a good part of a start.
 */
export function loadActions(manifest: Manifest, isTrusted: boolean): { actions: LoadedActions; issues: SchemaIssue[] } {
  const actions = new Map<string, LoadedAction>();
  const issues: SchemaIssue[] = [];
  for (const [name, action] of Object.entries(manifest.actions)) {
    if (action.pure && !canBePure(action)) issues.push({ path: `actions.${name}.pure`, message: pureMeans });
    const [input, output] = (['input', 'output'] as const).map((side) => {
      const place = `actions.${name}.${side}`;
      if (isTrusted) return whenUsed(manifest, place, () => compileSide(action, side, true));
      const hostile = hostileParts(action[side]);
      const compiled = hostile.length > 0 ? hostile : compileSide(action, side, false);
      if (typeof compiled === 'function') return compiled;
      issues.push(...compiled.map((issue) => ({ ...issue, path: below(place, issue.path) })));
      return undefined;
    });
    if (input && output) actions.set(name, { manifest, action, checkInput: input, checkOutput: output });
  }
  return { actions, issues };
}

const pureMeans = 'only an action of the risk read, with no needs and no partial results, is pure';

function canBePure({ needs, risk, streaming }: ActionManifest): boolean {
  return needs.length === 0 && risk === 'read' && !streaming;
}

function compileSide(
  action: ActionManifest,
  side: 'input' | 'output',
  isChecked: boolean,
): SchemaCheck | SchemaIssue[] {
  const compile = side === 'input' ? compileInputSchema : compileOutputSchema;
  return compile(action[side], { isChecked });
}

function whenUsed(manifest: Manifest, place: string, compile: () => SchemaCheck | SchemaIssue[]): SchemaCheck {
  let check: SchemaCheck | undefined;
  return (value) => {
    if (!check) {
      const compiled = compile();
      if (typeof compiled !== 'function') {
        const issues = compiled.map((issue) => ({ ...issue, path: below(place, issue.path) }));
        throw new HeronError('invalid-manifest', `${manifest.id}: ${describeIssues(issues)}`, { issues });
      }
      check = compiled;
    }
    return check(value);
  };
}

function below(place: string, path: string): string {
  return path === '' ? place : `${place}.${path}`;
}
