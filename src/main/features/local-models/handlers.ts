import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { LocalModelService } from './service.ts';

const api = implement(contract.localModels);

export function localModelHandlers(models: LocalModelService) {
  return {
    list: api.list.handler(() => models.list()),
    add: api.add.handler(({ input }) => models.add(input)),
    download: api.download.handler(({ input }) => models.download(input.modelId)),
    pause: api.pause.handler(({ input }) => models.pause(input.modelId)),
    resume: api.resume.handler(({ input }) => models.resume(input.modelId)),
    use: api.use.handler(({ input }) => models.use(input.modelId)),
    remove: api.remove.handler(async ({ input }) => {
      await models.remove(input.modelId, input.letGo);
      return {};
    }),
  };
}
