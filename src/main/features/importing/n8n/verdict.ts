import type { NodeState } from '../../../../contract/imports.ts';
import type { Json } from '../../../../contract/json.ts';
import type { N8nNode } from './n8n-file.ts';

/** `part`: who carries it out besides the worker `n8n`. */
export type Verdict = {
  state: NodeState;
  why?: string;
  part?: 'http' | 'wait' | 'trigger' | 'formats' | 'feed' | 'template' | 'sub';
};

export type Rule = { versions: [number, number]; look?: (node: N8nNode) => Verdict };

export const runs: Verdict = { state: 'runs' };
export const cannot = (why: string): Verdict => ({ state: 'cannot', why });
export const partly = (why: string, part?: Verdict['part']): Verdict => ({
  state: 'partly',
  why,
  ...(part ? { part } : {}),
});

export function option(node: N8nNode, name: string): Json | undefined {
  const options = node.parameters['options'];
  return typeof options === 'object' && options !== null && !Array.isArray(options) ? options[name] : undefined;
}
