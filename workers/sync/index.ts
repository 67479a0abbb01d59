import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { plan } from './plan.ts';
import { planRemote, pull, push } from './remote.ts';
import { run } from './run.ts';

export default defineWorker<Actions>({ actions: { plan, run, planRemote, push, pull } });
