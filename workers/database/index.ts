import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { change } from './change.ts';
import { exportRows } from './export-rows.ts';
import { explain, query } from './query.ts';
import { schema } from './schema.ts';
import { write } from './write.ts';

export default defineWorker<Actions>({ actions: { schema, query, change, write, explain, export: exportRows } });
