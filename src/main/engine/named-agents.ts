import type { AgentMessage } from '../../contract/agents.ts';
import type { Message } from '../../contract/conversations.ts';
import { createNamedAgents, type NamedAgents } from '../features/agents/named-agents.ts';
import type { ConversationService } from '../features/conversations/service.ts';
import type { SettingsService } from '../features/settings/service.ts';

type Talk = { conversations: Pick<ConversationService, 'get' | 'send' | 'withAgent'> };

/** The agents of the settings, with the conversations that are theirs. */
export function openNamedAgents(
  { service }: { service: Pick<SettingsService, 'read' | 'update'> },
  { conversations }: Talk,
): NamedAgents {
  return createNamedAgents({
    settings: () => {
      const { settings, hash } = service.read();
      return { agents: settings.agents, hash };
    },
    keep: async (named, baseHash) => void (await service.update({ agents: { named } }, { baseHash })),
    send: conversations.send,
    agentOf: (conversationId) => conversations.get(conversationId).conversation.agent,
    conversationsOf: conversations.withAgent,
    messagesOf: (conversationId) => conversations.get(conversationId).messages.map(toAgentMessage),
  });
}

function toAgentMessage({ id, conversationId, role, text, runId, at }: Message): AgentMessage {
  return { id, conversationId, role, text, at, ...(runId === undefined ? {} : { runId }) };
}
