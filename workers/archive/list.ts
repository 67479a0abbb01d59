import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { openArchive } from './archive-reader.ts';
import { passwordIn } from './password.ts';

type Output = Actions['list']['output'];

export const list: ActionRun<Actions['list']['input'], Output> = async ({ source, limit, passwordFile }, context) => {
  const archive = await openArchive(source, context, await passwordIn(passwordFile, context));
  const output: Output = { path: source, format: archive.format, entries: [], files: 0, bytes: 0, truncated: false };
  for await (const { name, kind, size } of archive.entries()) {
    if (kind === 'file') {
      output.files += 1;
      output.bytes += size;
    }
    if (output.entries.length === limit) output.truncated = true;
    else output.entries.push({ name, kind: kind === 'hard-link' ? 'link' : kind, bytes: size });
  }
  return output;
};
