import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { HistoryService } from './service.ts';

const api = implement(contract.history);

export function historyHandlers(history: HistoryService) {
  return {
    get: api.get.handler(() => history.get()),
    preview: api.preview.handler(({ input }) => history.preview(input)),
    prune: api.prune.handler(({ input }) => history.prune(input)),
    compact: api.compact.handler(() => history.compact()),
  };
}
