import type { AgentMessage, AgentProfile, AgentSettings } from '../../../contract/agents.ts';
import { HeronError } from '../../base/errors.ts';

export type NamedAgentParts = {
  settings: () => { agents: AgentSettings; hash: string };
  /** Errors: `conflict` when the settings are other ones by now. */
  keep: (named: AgentProfile[], baseHash: string) => Promise<void>;
  send: (said: { text: string; agent?: string; conversationId?: string }) => Promise<Said>;
  /** Who works on what is said in a conversation. Errors: `not-found`. */
  agentOf: (conversationId: string) => string | undefined;
  /** Its conversations, the last used first. */
  conversationsOf: (name: string) => { id: string; updatedAt: number }[];
  /** Oldest first. */
  messagesOf: (conversationId: string) => AgentMessage[];
};

type Said = { conversationId: string; messageId: string; runId?: string; isQueued?: true };

export type NamedAgents = {
  list(): AgentProfile[];
  /** Errors: `already-exists`, `limit-exceeded`. */
  create(profile: AgentProfile): Promise<AgentProfile>;
  /** Errors: `not-found`, `conflict`. */
  message(to: { name: string; text: string; conversationId?: string | undefined }): Promise<Said>;
  /** The newest last. Errors: `not-found`, `conflict`. */
  history(of: HistoryWish): AgentMessage[];
};

export type HistoryWish = {
  name: string;
  conversationId?: string | undefined;
  before?: number | undefined;
  limit: number;
};

const mostTries = 3;

/** The agents of the settings, one by one, and the conversations people and programs have with them. */
export function createNamedAgents(parts: NamedAgentParts): NamedAgents {
  const list = (): AgentProfile[] => parts.settings().agents.named;

  function find(name: string): AgentProfile {
    const profile = list().find((each) => each.name === name);
    if (!profile) throw new HeronError('not-found', `There is no agent ${name}`, { name });
    return profile;
  }

  /** Nobody speaks to one agent in the conversation of another. */
  function refuseOthers(conversationId: string, name: string): void {
    const agent = parts.agentOf(conversationId);
    if (agent === name) return;
    const who = agent === undefined ? 'no agent' : `the agent ${agent}`;
    throw new HeronError('conflict', `The conversation ${conversationId} is with ${who}, not with ${name}`, {
      conversationId,
    });
  }

  async function create(profile: AgentProfile, tries: number): Promise<AgentProfile> {
    const { agents, hash } = parts.settings();
    if (agents.named.some(({ name }) => name === profile.name)) {
      throw new HeronError('already-exists', `name: There is an agent ${profile.name} already`, { path: 'name' });
    }
    if (agents.named.length >= mostAgents) {
      throw new HeronError('limit-exceeded', `There are ${mostAgents} agents already, and no more may be`);
    }
    try {
      await parts.keep([...agents.named, profile], hash);
      return profile;
    } catch (error) {
      // Somebody else changed the settings meanwhile, perhaps something else of them.
      if (tries === 1 || !(error instanceof HeronError) || error.code !== 'conflict') throw error;
      return create(profile, tries - 1);
    }
  }

  return {
    list,
    create: (profile) => create(profile, mostTries),
    async message({ name, text, conversationId }) {
      find(name);
      if (conversationId === undefined) return parts.send({ text, agent: name });
      refuseOthers(conversationId, name);
      return parts.send({ text, conversationId });
    },
    history({ name, conversationId, before = Infinity, limit }) {
      if (conversationId !== undefined) refuseOthers(conversationId, name);
      const conversations = parts.conversationsOf(name);
      // Who was removed is still known by what was said with it.
      if (conversations.length === 0) find(name);
      let found: AgentMessage[] = [];
      for (const { id, updatedAt } of conversations) {
        if (conversationId !== undefined && id !== conversationId) continue;
        const oldest = found.at(-limit)?.at;
        if (oldest !== undefined && updatedAt < oldest) break;
        const said = parts.messagesOf(id).filter(({ at }) => at < before);
        found = [...found, ...said].toSorted((a, b) => a.at - b.at).slice(-limit);
      }
      return found;
    },
  };
}

const mostAgents = 50;
