import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { globMatcher } from './glob.ts';

type Output = Actions['list']['output'];

export const list: ActionRun<Actions['list']['input'], Output> = async (input, context) => {
  const { path, recursive, limit } = input;
  const isWanted = globMatcher(input.pattern);
  const entries: Output['entries'] = [];
  let total = 0;
  let bytes = 0;
  for await (const { name, kind, size, modifiedAt } of context.files.list(path, { recursive })) {
    if (!isWanted(name)) continue;
    total += 1;
    if (kind === 'file') bytes += size;
    if (total % 1000 === 0) context.progress({ text: `${total} entries` });
    if (entries.length < limit) {
      entries.push({
        name,
        kind,
        bytes: kind === 'file' ? size : 0,
        modifiedAt: new Date(modifiedAt).toISOString(),
      });
    }
  }
  return { path, entries, total, bytes };
};
