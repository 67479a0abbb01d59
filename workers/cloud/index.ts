import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { records, zones } from './dns.ts';
import { buckets, list } from './list.ts';
import { machines } from './machines.ts';
import { copy, get, link } from './objects.ts';
import { put } from './put.ts';
import { remove } from './remove.ts';
import { apply, plan, showPlan } from './terraform.ts';

export default defineWorker<Actions>({
  actions: { buckets, list, get, put, copy, remove, link, machines, zones, records, plan, showPlan, apply },
});
