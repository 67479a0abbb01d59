import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { discover } from './discover.ts';
import { report } from './read-report.ts';
import { run } from './run.ts';

export default defineWorker<Actions>({ actions: { discover, run, report } });
