import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { patch } from './patch.ts';
import { run } from './run.ts';

export default defineWorker<Actions>({ actions: { run, patch } });
