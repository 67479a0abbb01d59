import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { rows } from './rows.ts';
import { save } from './save.ts';

export default defineWorker<Actions>({ actions: { rows, save } });
