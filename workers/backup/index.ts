import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { restore } from './restore.ts';
import { contents, create, list, prune, snapshot, verify } from './snapshots.ts';

export default defineWorker<Actions>({
  actions: { create, snapshot, list, contents, verify, restore, prune },
});
