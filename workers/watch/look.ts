import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { createFilter } from './filter.ts';
import { refuseOther, takeSnapshot } from './snapshot.ts';

type Look = Actions['look'];

export const look: ActionRun<Look['input'], Look['output']> = async ({ folder, patterns, exclude, limit }, context) => {
  await refuseOther(folder, context);
  const snapshot = await takeSnapshot(folder, createFilter(patterns, exclude), context);
  const files = [...snapshot].map(([name, { size, modifiedAt }]) => ({
    name,
    bytes: size,
    modifiedAt: new Date(modifiedAt).toISOString(),
  }));
  // What was written last is what is asked about.
  const newest = files.toSorted((one, other) => (one.modifiedAt < other.modifiedAt ? 1 : -1)).slice(0, limit);
  return { folder, files: newest, total: files.length };
};
