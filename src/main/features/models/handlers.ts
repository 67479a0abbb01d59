import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { ModelService } from './service.ts';

const api = implement(contract.models);

export function modelHandlers(models: ModelService) {
  return {
    get: api.get.handler(() => models.get()),
    configure: api.configure.handler(({ input }) => models.configure(input)),
    clear: api.clear.handler(async () => {
      await models.clear();
      return {};
    }),
    available: api.available.handler(({ input }) => models.available(input)),
    find: api.find.handler(() => models.find()),
    test: api.test.handler(({ input }) => models.test(input)),
  };
}
