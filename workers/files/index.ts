import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { copy } from './copy.ts';
import { find } from './find.ts';
import { list } from './list.ts';
import { makeFolder } from './make-folder.ts';
import { move } from './move.ts';
import { read } from './read.ts';
import { remove } from './remove.ts';
import { write } from './write.ts';

export default defineWorker<Actions>({ actions: { list, read, write, makeFolder, copy, move, find, remove } });
