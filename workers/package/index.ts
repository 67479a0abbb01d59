import { defineWorker } from 'heron/worker-kit';
import { add, audit, install, outdated, remove, runScripts, why } from './actions.ts';
import type { Actions } from './actions.generated.ts';

export default defineWorker<Actions>({
  actions: { install, add, remove, outdated, why, audit, runScripts },
});
