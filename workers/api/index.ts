import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { get } from './get.ts';
import { mutate, query } from './graphql.ts';
import { schema } from './schema.ts';
import { send } from './send.ts';

export default defineWorker<Actions>({ actions: { get, send, query, mutate, schema } });
