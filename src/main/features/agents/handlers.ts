import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { NamedAgents } from './named-agents.ts';

const api = implement(contract.agents);

export function agentHandlers(agents: NamedAgents) {
  return {
    list: api.list.handler(() => agents.list()),
    create: api.create.handler(({ input }) => agents.create(input)),
    message: api.message.handler(async ({ input }) => {
      const { conversationId, messageId, runId, isQueued } = await agents.message(input);
      return {
        ...{ conversationId, messageId },
        ...(runId === undefined ? {} : { runId }),
        ...(isQueued === undefined ? {} : { isQueued }),
      };
    }),
    history: api.history.handler(({ input }) => agents.history(input)),
  };
}
