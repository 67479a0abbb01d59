import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { aggregate } from './aggregate.ts';
import { convert, filter } from './filter.ts';
import { join } from './join.ts';
import { profile } from './profile.ts';
import { query } from './query.ts';

export default defineWorker<Actions>({ actions: { profile, filter, aggregate, join, query, convert } });
