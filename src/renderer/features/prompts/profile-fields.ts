import { ActionPattern, agentSteps, type AgentProfile } from '../../../contract/agents.ts';
import type { ConversationPolicy } from '../../../contract/policy.ts';
import { AgentName } from '../../../contract/agent-name.ts';
import { plural, t } from '../../../words/words.ts';

/** A named agent as it is typed. */
export type ProfileFields = {
  name: string;
  description: string;
  /** Empty: the one that fits, the usual pack. */
  model: string;
  pack: string;
  /** Empty: every action. */
  tools: string[];
  mostSteps: string;
  tokens: string;
  money: string;
  minutes: string;
  /** What it may do besides; empty: as everywhere. */
  policy: ConversationPolicy;
};

export const noProfile: ProfileFields = {
  ...{ name: '', description: '', model: '', pack: '', tools: [] },
  ...{ mostSteps: '', tokens: '', money: '', minutes: '', policy: {} },
};

const minuteMs = 60_000;

export function fieldsOf(profile: AgentProfile): ProfileFields {
  const { name, description, model, pack, tools, mostSteps, budget, policy = {} } = profile;
  const { tokens, money, wallMs } = budget ?? {};
  return {
    ...{ name, description, model: model ?? '', pack: pack ?? '', tools: tools ?? [] },
    ...{ mostSteps: textOf(mostSteps), tokens: textOf(tokens), money: textOf(money) },
    minutes: textOf(wallMs === undefined ? undefined : wallMs / minuteMs),
    policy,
  };
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

export type ProfileProblems = Partial<Record<keyof ProfileFields, string>>;

/** `taken`: names of the other agents. */
export function problemsOf(fields: ProfileFields, taken: readonly string[]): ProfileProblems {
  const { name, description, mostSteps, tokens, money, minutes } = fields;
  const problems: [keyof ProfileFields, string | undefined][] = [
    ['name', nameProblem(name.trim(), taken)],
    ['description', description.trim() === '' ? t('Say what it is good for: models choose it by that') : undefined],
    ['mostSteps', wholeProblem(mostSteps, agentSteps.most)],
    ['tokens', wholeProblem(tokens, 100_000_000)],
    ['minutes', wholeProblem(minutes, 10_080)],
    ['money', moneyProblem(money)],
  ];
  return Object.fromEntries(problems.filter(([, problem]) => problem !== undefined));
}

function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!AgentName.safeParse(name).success) return t('Lower-case letters, digits and -, a letter first, at most 40');
  return taken.includes(name) ? t('Another agent has this name') : undefined;
}

function wholeProblem(text: string, most: number): string | undefined {
  if (text.trim() === '') return undefined;
  const isRight = /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
  return isRight ? undefined : t('A whole number from 1 to {{most}}, or nothing', { most });
}

function moneyProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const isRight = /^\d+([.,]\d+)?$/.test(text.trim()) && dollars(text) > 0 && dollars(text) <= 1_000_000;
  return isRight ? undefined : t('An amount like 0.50, or nothing');
}

function dollars(text: string): number {
  return Number(text.trim().replace(',', '.'));
}

/** Of fields without problems. What the form does not show of a budget stays as it was. */
export function profileOf(fields: ProfileFields, before?: AgentProfile): AgentProfile {
  const { wallMs: _, tokens: __, money: ___, ...others } = before?.budget ?? {};
  const budget = {
    ...others,
    ...(fields.tokens.trim() === '' ? {} : { tokens: Number(fields.tokens) }),
    ...(fields.money.trim() === '' ? {} : { money: dollars(fields.money) }),
    ...(fields.minutes.trim() === '' ? {} : { wallMs: Number(fields.minutes) * minuteMs }),
  };
  return {
    ...{ name: fields.name.trim(), description: fields.description.trim() },
    ...(fields.pack === '' ? {} : { pack: fields.pack }),
    ...(fields.tools.length === 0
      ? {}
      : { tools: fields.tools.filter((tool) => ActionPattern.safeParse(tool).success) }),
    ...(fields.mostSteps.trim() === '' ? {} : { mostSteps: Number(fields.mostSteps) }),
    ...(fields.model === '' ? {} : { model: fields.model }),
    ...(Object.keys(budget).length === 0 ? {} : { budget }),
    ...(narrows(fields.policy) ? { policy: fields.policy } : {}),
  };
}

/** Lists that are empty and the profile that has everything leave nothing out. */
function narrows({ profile = 'full', allow = [], deny = [] }: ConversationPolicy): boolean {
  return profile !== 'full' || allow.length > 0 || deny.length > 0;
}

/** `smart · text.*, clock.now · 9 steps`. */
export function profileWords({ model, tools, pack, mostSteps, policy }: AgentProfile): string {
  const words = [
    model ?? t('The model that fits'),
    ...(tools === undefined ? [t('every action')] : [tools.slice(0, 3).join(', ') + (tools.length > 3 ? ' …' : '')]),
    ...(pack === undefined ? [] : [t('pack {{pack}}', { pack })]),
    ...(mostSteps === undefined ? [] : [plural(mostSteps, { one: '1 step', other: '{{count}} steps' })]),
    ...(policy === undefined ? [] : [t('its own permissions')]),
  ];
  return words.join(' · ');
}
