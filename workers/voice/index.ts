import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { speak } from './speak.ts';
import { transcribe } from './transcribe.ts';

export default defineWorker<Actions>({ actions: { transcribe, speak } });
