import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { emptyFolders, oldFiles } from './clear.ts';
import { duplicates, removeDuplicates } from './duplicates.ts';
import { discard, gather, largest } from './gather.ts';
import { organise } from './organise.ts';

export default defineWorker<Actions>({
  actions: { duplicates, removeDuplicates, organise, emptyFolders, oldFiles, gather, discard, largest },
});
