import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { extract } from './extract.ts';
import { find } from './find.ts';
import { format } from './format.ts';
import { lint } from './lint.ts';
import { outline } from './outline.ts';
import { patch } from './patch.ts';
import { rename } from './rename.ts';
import { run } from './run.ts';
import { skeleton } from './skeleton.ts';

export default defineWorker<Actions>({
  actions: { run, patch, outline, find, rename, extract, skeleton, format, lint },
});
