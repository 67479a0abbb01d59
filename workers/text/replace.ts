import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { compileRegex, escapeRegex } from './regular-expression.ts';
import { readSource } from './text-source.ts';

type Input = Actions['replace']['input'];

export const replace: ActionRun<Input, Actions['replace']['output']> = async (input, context) => {
  const pattern = patternOf(input);
  const before = await readSource(input, context);
  const replacements = [...before.matchAll(pattern)].length;
  // Only a regular expression's replacement may refer to what was found.
  const after = input.regex
    ? before.replaceAll(pattern, input.replacement)
    : before.replaceAll(pattern, () => input.replacement);
  if (input.path === undefined) return { text: after, replacements };
  if (replacements > 0) {
    const status = await context.files.status(input.path);
    await context.files.write(input.path, after, { overwrite: true, ...(status ? { mode: status.mode } : {}) });
  }
  return { path: input.path, replacements };
};

function patternOf({ find, regex, ignoreCase }: Input): RegExp {
  const flags = ignoreCase ? 'gimu' : 'gmu';
  return regex ? compileRegex(find, flags, 'find') : new RegExp(escapeRegex(find), flags);
}
