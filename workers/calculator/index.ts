import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { calculate } from './calculate.ts';
import { convert } from './convert.ts';

export default defineWorker<Actions>({ actions: { calculate, convert } });
