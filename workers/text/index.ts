import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { count } from './count.ts';
import { extract } from './extract.ts';
import { replace } from './replace.ts';
import { replaceInFile } from './replace-in-file.ts';

export default defineWorker<Actions>({ actions: { count, replace, replaceInFile, extract } });
