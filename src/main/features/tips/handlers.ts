import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { TipService } from './service.ts';

const api = implement(contract.tips);

export function tipHandlers(tips: TipService) {
  return {
    current: api.current.handler(() => tips.current()),
    dismiss: api.dismiss.handler(async () => {
      await tips.dismiss();
      return {};
    }),
  };
}
