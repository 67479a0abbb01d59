import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { compileRegex } from './regular-expression.ts';
import { readSource } from './text-source.ts';

type Input = Actions['extract']['input'];

const patterns: Record<Exclude<Input['kind'], 'matches'>, RegExp> = {
  emails: /[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}/gu,
  // What follows an address in a sentence is not part of it.
  urls: /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/giu,
  numbers: /(?<![\p{L}\p{N}_.])[-+−]?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?(?![\p{L}\p{N}_])%?/gu,
};

export const extract: ActionRun<Input, Actions['extract']['output']> = async (input, context) => {
  const pattern = patternOf(input);
  const text = await readSource(input, context);
  const values: string[] = [];
  const seen = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    const value = match[1] ?? match[0];
    if (input.unique && seen.has(value)) continue;
    if (values.length === input.limit) return { values, truncated: true };
    seen.add(value);
    values.push(value);
  }
  return { values, truncated: false };
};

function patternOf({ kind, pattern }: Input): RegExp {
  if (kind !== 'matches') return patterns[kind];
  if (pattern === undefined) return fail('invalid-input', 'To extract matches, give a pattern', { field: 'pattern' });
  return compileRegex(pattern, 'gmu', 'pattern');
}
