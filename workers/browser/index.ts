import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { choose, click, close, fill, press, wait } from './acting.ts';
import { download, screenshot } from './files.ts';
import { open, signIn } from './open.ts';
import { extract, read } from './reading.ts';

export default defineWorker<Actions>({
  actions: { open, read, click, fill, signIn, choose, press, wait, screenshot, download, extract, close },
});
