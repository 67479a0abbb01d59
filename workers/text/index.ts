import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { count } from './count.ts';
import { extract } from './extract.ts';
import { replace } from './replace.ts';

export default defineWorker<Actions>({ actions: { count, replace, extract } });
