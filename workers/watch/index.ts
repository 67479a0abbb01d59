import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { look } from './look.ts';
import { follow, wait } from './wait.ts';

export default defineWorker<Actions>({ actions: { wait, follow, look } });
