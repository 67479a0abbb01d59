import { type Agent, mayCall } from '../../../contract/agents.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { countText } from '../../models/context/count-tokens.ts';
import type { ToolOffer } from '../../models/model-client.ts';
import type { ActionEntry, Catalogue } from '../../orchestrator/catalogue.ts';
import type { AgentStep } from '../../orchestrator/execution.ts';

/** With more actions than this, a model is shown those it has looked up. */
const mostOffered = 40;
const mostFound = 8;

/** The loop's own tool: it looks among the actions, and changes nothing. */
export const finder: ToolOffer = {
  name: 'find_actions',
  description:
    'Looks up what Heron can do, by a few words: "read file", "zip". What is found can be called in your next answer.',
  input: {
    type: 'object',
    properties: { query: { type: 'string', description: 'A few words, in English' } },
    required: ['query'],
    additionalProperties: false,
  },
};

/** Names of tools may hold no dot. */
export function toolName(ref: string): string {
  return ref.replace('.', '__');
}

export function actionsOfAgent(agent: Agent, catalogue: Catalogue): ActionEntry[] {
  return catalogue.actions().filter(({ ref }) => mayCall(agent, ref));
}

export type OfferedTools = {
  actions: readonly ActionEntry[];
  /** What of them suits is offered first where there is no room for all. */
  goal: string;
  steps: readonly AgentStep[];
  giving?: readonly ToolOffer[];
};

/** What the model is offered in its next answer, in about so many tokens. */
export function toolsFor({ actions, goal, steps, giving = [] }: OfferedTools, tokens = Infinity): ToolOffer[] {
  if (actions.length <= mostOffered) {
    const all = [...actions.map(offerOf), ...giving];
    if (tokens === Infinity || countText(JSON.stringify(all)) <= tokens) return all;
  }
  const found = steps.flatMap(({ answered }) => answered.calls.flatMap((call) => call.found ?? []));
  const wanted = [...new Set(found.toReversed())].slice(0, mostOffered);
  const suiting = tokens === Infinity ? [] : findActions(actions, goal);
  const offers = new Map(actions.map((entry) => [entry.ref, entry] as const));
  let left = tokens - countText(JSON.stringify([finder, ...giving]));
  const shown = new Set<string>();
  for (const ref of [...wanted, ...suiting]) {
    const entry = offers.get(ref);
    const size = entry && !shown.has(ref) ? countText(JSON.stringify(offerOf(entry))) : Infinity;
    if (size > left) continue;
    left -= size;
    shown.add(ref);
  }
  return [finder, ...giving, ...actions.filter(({ ref }) => shown.has(ref)).map(offerOf)];
}

function offerOf({ ref, action }: ActionEntry): ToolOffer {
  const effect = action.risk === 'read' ? '' : ` Has an effect (${action.risk}).`;
  // The example of a whole input is for people; a small model would copy it.
  const { examples: _, ...input } = action.input;
  return { name: toolName(ref), description: `${action.description}${effect}`, input: input as JsonObject };
}

/** The actions that a few words fit best. */
export function findActions(actions: readonly ActionEntry[], query: string): string[] {
  const words = wordsOf(query);
  return actions
    .map((entry) => ({ ref: entry.ref, score: score(entry, words) }))
    .filter(({ score: own }) => own > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostFound)
    .map(({ ref }) => ref);
}

function score({ ref, action }: ActionEntry, words: readonly string[]): number {
  const name = new Set(wordsOf(`${ref} ${action.title}`));
  const rest = new Set(wordsOf(action.description));
  return words.reduce((sum, word) => sum + (name.has(word) ? 3 : rest.has(word) ? 1 : 0), 0);
}

function wordsOf(text: string): string[] {
  const apart = text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return [...new Set(apart.match(/[a-z0-9]{2,}/g) ?? [])].map((word) => word.replace(/(?<=..)(s|es|ing|ed)$/, ''));
}
