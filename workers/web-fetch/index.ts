import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { download } from './download.ts';
import { page } from './page.ts';

export default defineWorker<Actions>({ actions: { page, download } });
