import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { alert, follow } from './follow.ts';
import { parse } from './parse.ts';
import { recent } from './recent.ts';
import { grep } from './search.ts';
import { journal } from './system-journal.ts';
import { tail } from './tail.ts';

export default defineWorker<Actions>({ actions: { tail, grep, follow, parse, alert, journal, recent } });
