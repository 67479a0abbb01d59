import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { draw } from './draw.ts';

export default defineWorker<Actions>({ actions: { draw } });
