import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { compileRegex, escapeRegex } from './regular-expression.ts';

type Input = Actions['replace']['input'];
type Output = Actions['replace']['output'];

export const replace: ActionRun<Input, Output> = (input) => replaceAll(input);

export function replaceAll({ text, find, replacement, regex, ignoreCase }: Input): Output {
  const flags = ignoreCase ? 'gimu' : 'gmu';
  const pattern = regex ? compileRegex(find, flags, 'find') : new RegExp(escapeRegex(find), flags);
  const replacements = [...text.matchAll(pattern)].length;
  // Only a regular expression's replacement may refer to what was found.
  const replaced = regex ? text.replaceAll(pattern, replacement) : text.replaceAll(pattern, () => replacement);
  return { text: replaced, replacements };
}
