import { type Agent, type AgentProfile, type AgentSettings, givingAway, mayCall } from '../../../contract/agents.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { ToolOffer } from '../../models/model-client.ts';

/** How an agent gives work away, by the names that models call it by. */
export const givingTools = { delegate: 'delegate', handoff: 'handoff', sessions_spawn: 'spawn' } as const;
export type GivingTool = keyof typeof givingTools;

/** What giving work away goes by. */
export type Giving = {
  settings: AgentSettings;
  /** Whether what is spawned has a conversation to report to. */
  canReport: boolean;
};

/** The tools of an agent that may give work away; none where its plan, its level or the settings say otherwise. */
export function givingOffers(agent: Agent, { settings, canReport }: Giving): ToolOffer[] {
  if ((agent.level ?? 0) >= settings.levels || settings.perAgent === 0) return [];
  return (Object.keys(givingTools) as GivingTool[])
    .filter((name) => mayCall(agent, givingAway[givingTools[name]]))
    .filter((name) => name !== 'sessions_spawn' || (canReport && settings.spawned > 0))
    .map((name) => ({ name, description: `${says[name]}${namesText(settings.named)}`, input: inputOf(name) }));
}

const says: Record<GivingTool, string> = {
  delegate:
    'Gives a part of the goal to another agent, waits for it and gives you what it answers. Several in one answer work at the same time.',
  handoff:
    'Ends your own work: another agent goes on in your place, and its answer is the one the person gets. Call nothing after it.',
  sessions_spawn:
    'Starts another agent that works on its own. You go on at once; what it found is told to the conversation when it has ended.',
};

function namesText(named: readonly AgentProfile[]): string {
  if (named.length === 0) return '';
  return ` Agents by name: ${named.map(({ name, description }) => `${name} (${description})`).join('; ')}.`;
}

function inputOf(name: GivingTool): JsonObject {
  const text = (description: string): JsonObject => ({ type: 'string', description });
  const tokens: JsonObject =
    name === 'handoff' ? {} : { tokens: { type: 'integer', description: 'The most it may use' } };
  const hurry: JsonObject =
    name === 'sessions_spawn'
      ? {
          background: { type: 'boolean', description: 'It has time: it may wait until the limits of models have room' },
        }
      : {};
  return {
    type: 'object',
    properties: {
      goal: text('All that it is to reach. It knows nothing of what you were told.'),
      context: text('What it has to know: what you chose of what you found'),
      agent: text('One of the agents by name; without it one like you'),
      tools: {
        type: 'array',
        items: { type: 'string' },
        description: 'What it may call, of what you may: files.read, text.*',
      },
      ...tokens,
      ...hurry,
    },
    required: ['goal'],
    additionalProperties: false,
  };
}
