import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { now } from './now.ts';
import { wait } from './wait.ts';

export default defineWorker<Actions>({ actions: { now, wait } });
