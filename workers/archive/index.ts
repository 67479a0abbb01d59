import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { create } from './create.ts';
import { extract } from './extract.ts';
import { list } from './list.ts';

export default defineWorker<Actions>({ actions: { create, extract, list } });
