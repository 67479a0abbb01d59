import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { TriggerService } from './service.ts';

const api = implement(contract.triggers);

export function triggerHandlers(triggers: TriggerService) {
  return {
    list: api.list.handler(() => triggers.list()),
    add: api.add.handler(({ input }) => triggers.add(input)),
    rotate: api.rotate.handler(({ input }) => triggers.rotate(input.triggerId, input.baseHash)),
    pause: api.pause.handler(({ input }) => triggers.pause(input.triggerId, input.baseHash)),
    resume: api.resume.handler(({ input }) => triggers.resume(input.triggerId, input.baseHash)),
    remove: api.remove.handler(async ({ input }) => {
      await triggers.remove(input.triggerId, input.baseHash);
      return {};
    }),
    test: api.test.handler(({ input }) => triggers.test(input.triggerId, input.method, input.body)),
    calls: api.calls.handler(({ input }) => triggers.calls(input.triggerId, input.limit)),
  };
}
