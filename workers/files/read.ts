import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export const read: ActionRun<Actions['read']['input'], Actions['read']['output']> = async (input, context) => {
  const { path, maxBytes } = input;
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is no file ${path}`, { path });
  if (status.kind === 'folder') fail('invalid-input', `${path} is a folder, not a file`, { path });
  const text = await context.files.readText(path, { maxBytes });
  if (text.includes('\0')) fail('unsupported', `${path} is not a text file`, { path });
  return { path, text, bytes: status.size };
};
