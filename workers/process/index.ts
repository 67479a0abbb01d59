import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { clear, listBackground, log, poll, signal, stop, write } from './background.ts';
import { disks } from './disks.ts';
import { kill } from './kill.ts';
import { limit, limits } from './limits.ts';
import { list } from './list.ts';
import { run } from './run.ts';
import { start } from './start.ts';
import { tree } from './tree.ts';

export default defineWorker<Actions>({
  actions: {
    list,
    tree,
    disks,
    kill,
    limits,
    limit,
    run,
    start,
    listBackground,
    poll,
    log,
    write,
    signal,
    stop,
    clear,
  },
});
