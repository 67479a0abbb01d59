import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { build } from './build.ts';
import { composeDown, composeUp } from './compose.ts';
import { exec } from './exec.ts';
import { images, prune, pull } from './images.ts';
import { logs } from './logs.ts';
import { ps, remove, run, start, stop } from './containers.ts';

export default defineWorker<Actions>({
  actions: { ps, images, pull, build, run, exec, logs, start, stop, remove, composeUp, composeDown, prune },
});
