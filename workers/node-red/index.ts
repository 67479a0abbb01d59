import { defineWorker, lockDown } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { run } from './run.ts';

// In an isolate there is nothing else that could need them as they were; in Node, where tests run it, there is.
if (!('process' in globalThis)) lockDown([]);

export default defineWorker<Actions>({ actions: { run } });
