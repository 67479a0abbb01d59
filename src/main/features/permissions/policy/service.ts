import type { Failure } from '../../../../contract/errors.ts';
import {
  type AgentPolicy,
  type ElevatedMode,
  owner,
  type PolicyDraft,
  type PolicyDraftOf,
  type PolicyPreview,
  type PolicySettings,
  type PolicyState,
  type Simulation,
} from '../../../../contract/policy.ts';
import type { Policy } from './policy.ts';
import type { SimulationRequest } from './simulate.ts';

export type PolicyServiceParts = {
  policy: Policy;
  /** Why the stored policy cannot be read, if that is so. */
  damage: () => Failure | undefined;
  simulate: (request: SimulationRequest) => Promise<Simulation>;
  preview: (draft: PolicyDraft, of?: PolicyDraftOf) => PolicyPreview;
  reset: () => Promise<PolicySettings>;
  /** Errors: `not-found`. */
  findConversation: (conversationId: string) => void;
  /** What narrows the policy for a named agent. Errors: `not-found`. */
  policiesOfAgent: (name: string) => readonly AgentPolicy[];
};

export type PolicyService = {
  /** Errors: `not-found` for a conversation that there is not. */
  state(conversationId?: string): PolicyState;
  simulate(request: Omit<SimulationRequest, 'agents'> & { agent?: string }): Promise<Simulation>;
  preview(draft: PolicyDraft, of?: PolicyDraftOf): PolicyPreview;
  reset(): Promise<PolicySettings>;
  /** Every surface that reaches this belongs to the owner. */
  elevateConversation(conversationId: string, mode: ElevatedMode): Promise<ElevatedMode>;
};

/** What surfaces call of the policy. */
export function createPolicyService(parts: PolicyServiceParts): PolicyService {
  const { policy } = parts;
  return {
    state: (conversationId) => {
      if (conversationId !== undefined) parts.findConversation(conversationId);
      const damage = parts.damage();
      return { ...policy.state(conversationId), ...(damage ? { damage } : {}) };
    },
    simulate: async ({ agent, ...request }) => {
      if (request.conversationId !== undefined) parts.findConversation(request.conversationId);
      return parts.simulate(agent === undefined ? request : { ...request, agents: parts.policiesOfAgent(agent) });
    },
    preview: parts.preview,
    reset: parts.reset,
    elevateConversation: async (conversationId, mode) => {
      parts.findConversation(conversationId);
      await policy.setMode({ conversationId }, mode, owner);
      return policy.state(conversationId).elevated;
    },
  };
}
