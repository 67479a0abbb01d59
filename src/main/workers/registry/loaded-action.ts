import type { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import { compileInputSchema, compileOutputSchema, type SchemaCheck } from './action-schema.ts';
import { hostileParts } from './hostile-schema.ts';
import type { SchemaIssue } from './schema-issue.ts';

export type LoadedAction = {
  manifest: Manifest;
  action: ActionManifest;
  /** Names every fault; fills in the schema's defaults in the value itself. */
  checkInput: SchemaCheck;
  /** Stops at the first fault. */
  checkOutput: SchemaCheck;
};

export type LoadedActions = ReadonlyMap<string, LoadedAction>;

/** Compiles the schemas of all actions, or says what is wrong with them. */
export function loadActions(manifest: Manifest, isTrusted: boolean): { actions: LoadedActions; issues: SchemaIssue[] } {
  const actions = new Map<string, LoadedAction>();
  const issues: SchemaIssue[] = [];
  for (const [name, action] of Object.entries(manifest.actions)) {
    const checkInput = compile('input');
    const checkOutput = compile('output');
    if (checkInput && checkOutput) actions.set(name, { manifest, action, checkInput, checkOutput });

    function compile(side: 'input' | 'output'): SchemaCheck | undefined {
      const place = `actions.${name}.${side}`;
      const hostile = isTrusted ? [] : hostileParts(action[side]);
      const compiled =
        hostile.length > 0 ? hostile : (side === 'input' ? compileInputSchema : compileOutputSchema)(action[side]);
      if (typeof compiled === 'function') return compiled;
      for (const { path, message } of compiled)
        issues.push({ path: path === '' ? place : `${place}.${path}`, message });
      return undefined;
    }
  }
  return { actions, issues };
}
