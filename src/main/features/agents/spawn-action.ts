import { createHash } from 'node:crypto';
import { Agent, type AgentSettings, givingAway, type SpawnedBy } from '../../../contract/agents.ts';
import { ActionManifest } from '../../../contract/manifest.ts';
import type { Json } from '../../../contract/json.ts';
import type { Plan, PlanIssue } from '../../../contract/plan.ts';
import { HeronError } from '../../base/errors.ts';
import { idOfHash } from '../../base/ids.ts';
import { once } from '../../base/once.ts';
import type { ActionEntry } from '../../orchestrator/catalogue.ts';
import type { Attempt } from '../../orchestrator/execution.ts';

/** What an agent calls to have another one work on its own; the engine does it, and no worker. */
export const spawnAction: ActionEntry = {
  ref: givingAway.spawn,
  workerId: 'agents',
  workerName: 'Agents',
  timeoutMs: 30_000,
  validateInput: (input): PlanIssue[] => {
    const { success } = Agent.safeParse(input['agent']);
    return success ? [] : [{ path: 'agent', message: 'expected an agent' }];
  },
  get action() {
    return spawnManifest();
  },
};

/** Read when it is first wanted: no start wants it. */
const spawnManifest = once(() =>
  ActionManifest.parse({
    title: 'Spawn an agent',
    description: 'Starts an agent that works on its own and reports when it has ended.',
    input: {
      type: 'object',
      properties: { agent: { type: 'object' }, tokens: { type: 'integer' }, inBackground: { type: 'boolean' } },
      required: ['agent'],
      additionalProperties: false,
    },
    output: { type: 'object', properties: { runId: { type: 'string' } }, additionalProperties: false },
    risk: 'reversible',
    class: 'cpu',
    repeatable: true,
    says: 'An agent works on its own: {{ input.agent.goal }}',
  }),
);

export type SpawningParts = {
  settings: () => AgentSettings;
  /** Spawned runs that have not ended. */
  atWork: () => number;
  isThere: (runId: string) => boolean;
  start: (run: { id: string; plan: Plan; spawnedBy: SpawnedBy }) => Promise<unknown>;
};

/**
 * Starts the run of a spawned agent. The same call starts one run, however often an engine ends in the middle of it. What it may use
 * at most counts as used by who spawned it from then on. Errors: `limit-exceeded`.
 */
export async function spawnAgent(
  { settings, atWork, isThere, start }: SpawningParts,
  { input, idempotencyKey, taskId, left, onUsed }: Attempt,
  runId: string,
): Promise<Json> {
  const id = idOfHash('run', createHash('sha256').update(idempotencyKey).digest());
  if (isThere(id)) return { runId: id };
  const { spawned, spawnedTokens } = settings();
  if (atWork() >= spawned) {
    throw new HeronError('limit-exceeded', `${spawned} agents work on their own already, and no more may`);
  }
  const tokens = Math.min(Number(input['tokens'] ?? spawnedTokens), left.tokens ?? Infinity);
  if (tokens < 1)
    throw new HeronError('limit-exceeded', 'Nothing is left of the budget that a spawned agent could use');
  const agent = Agent.parse(input['agent']);
  const spawnedBy = {
    ...{ runId, path: taskId },
    ...(input['inBackground'] === true ? { isBackground: true as const } : {}),
  };
  await start({ id, plan: planOf(agent, { tokens, money: left.money }), spawnedBy });
  if (left.tokens !== undefined) onUsed({ tokens });
  return { runId: id };
}

function planOf(agent: Agent, { tokens, money }: { tokens: number; money: number | undefined }): Plan {
  const about = agent.goal.split('\n')[0]?.slice(0, 80) ?? '';
  const title = agent.as === undefined ? about : `${agent.as}: ${about}`;
  const budget = { tokens, ...(money === undefined || money === 0 ? {} : { money }) };
  // What a model has written is a value, and no expression of the plan.
  const task = { id: 'work', title, agent: { ...agent, goal: '{{ input.goal }}' }, budget };
  return { version: 1, title, input: { goal: agent.goal }, tasks: [task] };
}
