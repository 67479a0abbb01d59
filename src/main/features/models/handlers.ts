import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { Router } from '../../models/routing/router.ts';
import type { ModelService } from './model-service.ts';

const api = implement(contract.models);

export function modelHandlers(models: ModelService, { sort, forget }: Pick<Router, 'sort' | 'forget'>) {
  return {
    get: api.get.handler(() => models.get()),
    configure: api.configure.handler(({ input: { baseHash, ...input } }) => models.configure(input, baseHash)),
    setDefault: api.setDefault.handler(({ input }) => models.setDefault(input.model, input.baseHash)),
    available: api.available.handler(({ input }) => models.available(input)),
    find: api.find.handler(() => models.find()),
    test: api.test.handler(({ input }) => models.test(input)),
    overview: api.overview.handler(() => models.overview()),
    try: api.try.handler(({ input }) => models.try(input)),
    forgetSorted: api.forgetSorted.handler(({ input }) => ({ isForgotten: forget(input.text) })),
    sort: api.sort.handler(({ input, signal }) => sort(input.text, signal)),
    listOf: api.listOf.handler(({ input }) => models.listOf(input.providerId)),
    keepProvider: api.keepProvider.handler(({ input: { baseHash, ...input } }) => models.keepProvider(input, baseHash)),
    removeProvider: api.removeProvider.handler(async ({ input }) => {
      await models.removeProvider(input.providerId, input.baseHash);
      return {};
    }),
    keepAccount: api.keepAccount.handler(({ input }) => models.keepAccount(input)),
    removeAccount: api.removeAccount.handler(({ input }) => models.removeAccount(input)),
    keepAlias: api.keepAlias.handler(async ({ input }) => {
      await models.keepAlias(input.alias, input.models, input.baseHash);
      return {};
    }),
    keepRoute: api.keepRoute.handler(async ({ input }) => {
      await models.keepRoute(input.purpose, input.models, input.baseHash);
      return {};
    }),
    describe: api.describe.handler(({ input }) => models.describe(input.model, input.own, input.baseHash)),
  };
}
