import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { search } from './search.ts';

export default defineWorker<Actions>({ actions: { search } });
