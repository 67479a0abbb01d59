import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { replaceAll } from './replace.ts';
import { readSource } from './text-source.ts';

type ReplaceInFile = ActionRun<Actions['replaceInFile']['input'], Actions['replaceInFile']['output']>;

export const replaceInFile: ReplaceInFile = async ({ path, ...rest }, context) => {
  const { text, replacements } = replaceAll({ ...rest, text: await readSource({ path }, context) });
  if (replacements > 0) {
    const status = await context.files.status(path);
    await context.files.write(path, text, { overwrite: true, ...(status ? { mode: status.mode } : {}) });
  }
  return { path, replacements };
};
