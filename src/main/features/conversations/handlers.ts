import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { ConversationService } from './service.ts';

const api = implement(contract.conversations);

export function conversationHandlers(conversations: ConversationService) {
  return {
    list: api.list.handler(({ input }) => conversations.list(input.query)),
    get: api.get.handler(({ input }) => conversations.get(input.conversationId)),
    send: api.send.handler(({ input }) => conversations.send(input)),
    rename: api.rename.handler(({ input }) => conversations.rename(input.conversationId, input.title)),
    remove: api.remove.handler(async ({ input }) => {
      await conversations.remove(input.conversationId);
      return {};
    }),
  };
}
