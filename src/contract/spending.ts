import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ConversationId, RunId } from './ids.ts';
import { AccountRoom } from './pacing.ts';
import { strictObject } from './strict-object.ts';
import { roundMoney } from './usage.ts';

const tokens = z.int().min(0).max(1e12);
/** US dollars. */
const money = z.number().min(0).max(1e6);

/** What models may use; 0: no limit. A request that would go beyond is not made. */
export const SpendingSettings = strictObject(() => ({
  dayTokens: tokens,
  dayMoney: money,
  monthTokens: tokens,
  monthMoney: money,
  runTokens: tokens,
  runMoney: money,
  conversationTokens: tokens,
  conversationMoney: money,
  /** Percent of a limit at which is said that it comes near. */
  warnAt: z.int().min(1).max(100),
}));
export type SpendingSettings = z.infer<typeof SpendingSettings>;

export const noSpendingLimits: SpendingSettings = {
  ...{ dayTokens: 0, dayMoney: 0, monthTokens: 0, monthMoney: 0 },
  ...{ runTokens: 0, runMoney: 0, conversationTokens: 0, conversationMoney: 0 },
  warnAt: 80,
};

/** What spending is also counted by: who asked, by which way it came, and the folder of its conversation. */
export const shareKinds = ['agent', 'channel', 'folder'] as const;
export const ShareKind = z.enum(shareKinds);
export type ShareKind = z.infer<typeof ShareKind>;

const ShareName = z.string().min(1).max(100);
/** One agent, one channel or one folder. */
export const Share = strictObject(() => ({ kind: ShareKind, name: ShareName }));
export type Share = z.infer<typeof Share>;

/** What an agent, a channel or a folder may use, besides the limits of all; 0: no limit. */
export const ShareLimit = strictObject(() => ({
  kind: ShareKind,
  name: ShareName,
  dayTokens: tokens.default(0),
  dayMoney: money.default(0),
  monthTokens: tokens.default(0),
  monthMoney: money.default(0),
}));
export type ShareLimit = z.infer<typeof ShareLimit>;

/** The accounts that a folder of conversations uses, as `provider/account`. */
export const FolderAccounts = strictObject(() => ({
  folder: ShareName,
  /** In its conversations no other is asked. */
  accounts: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,23}\/[a-z][a-z0-9-]{0,23}$/, 'expected provider/account'))
    .min(1)
    .max(20),
  /** And nobody else asks them. */
  isReserved: z.boolean().default(false),
}));
export type FolderAccounts = z.infer<typeof FolderAccounts>;

/** What agents, channels and folders may use, and by which accounts. */
export const ShareSettings = strictObject(() => ({
  limits: z.array(ShareLimit).max(200),
  accounts: z.array(FolderAccounts).max(100),
}));
export type ShareSettings = z.infer<typeof ShareSettings>;

export const noShares: ShareSettings = { limits: [], accounts: [] };

/** What is said of models, and of accounts, whose names fit; `*` stands for any text, and the first that fits counts. */
const Way = strictObject(() => ({
  model: z.string().min(1).max(200),
  account: z.string().min(1).max(200).optional(),
  /** The lowest is asked first; absent: 100. */
  priority: z.int().min(0).max(1000).optional(),
  region: z.string().min(1).max(60).optional(),
}));

/** Who is asked when a model cannot answer. */
export const FailoverSettings = strictObject(() => ({
  /** `off`: nobody else. `ordered`: as the models are listed. `priority`, `regional`: as `ways` says. */
  chain: z.enum(['off', 'ordered', 'priority', 'regional']),
  /** Asked first when the chain is regional; then those of no region, then all others. */
  region: z.string().max(60),
  /** Others than those of the region are never asked. */
  onlyRegion: z.boolean(),
  ways: z.array(Way).max(200),
}));
export type FailoverSettings = z.infer<typeof FailoverSettings>;

export const usualFailover: FailoverSettings = { chain: 'ordered', region: '', onlyRegion: false, ways: [] };

export const limitPeriods = ['day', 'month', 'run', 'conversation'] as const;
export const limitUnits = ['tokens', 'money'] as const;
export type LimitPeriod = (typeof limitPeriods)[number];
export type LimitUnit = (typeof limitUnits)[number];

export function limitSetting(per: LimitPeriod, unit: LimitUnit): Exclude<keyof SpendingSettings, 'warnAt'> {
  return unit === 'tokens' ? `${per}Tokens` : `${per}Money`;
}

export function limitOfShare(per: 'day' | 'month', unit: LimitUnit): Exclude<keyof ShareLimit, 'kind' | 'name'> {
  return unit === 'tokens' ? `${per}Tokens` : `${per}Money`;
}

/** A limit beside what was used of it. */
export const SpendingLimit = strictObject(() => ({
  per: z.enum(limitPeriods),
  unit: z.enum(limitUnits),
  atMost: z.number(),
  used: z.number(),
  /** When it begins anew; absent of runs and conversations. */
  resetsAt: z.int().optional(),
  /** Whose it is; absent: it is of all, or of each run or conversation. */
  of: Share.optional(),
}));
export type SpendingLimit = z.infer<typeof SpendingLimit>;

const unitText = {
  tokens: (amount: number): string => `${Math.round(amount).toLocaleString('en')} tokens`,
  money: (amount: number): string => moneyText(amount),
};

export function moneyText(dollars: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: dollars < 1 ? 4 : 2 };
  return `$${roundMoney(dollars).toLocaleString('en', digits)}`;
}

/** `100,000 tokens a day`, `$5.00 a month of the agent researcher`. */
export function limitText({ per, unit, atMost, of }: Pick<SpendingLimit, 'per' | 'unit' | 'atMost' | 'of'>): string {
  return `${unitText[unit](atMost)} a ${per}${of ? ` of the ${of.kind} ${of.name}` : ''}`;
}

/** What tells limits apart. */
export function limitKey({ per, unit, of }: Pick<SpendingLimit, 'per' | 'unit' | 'of'>): string {
  return `${per} ${unit}${of ? ` ${of.kind} ${of.name}` : ''}`;
}

export function amountText({ unit }: Pick<SpendingLimit, 'unit'>, amount: number): string {
  return unitText[unit](amount);
}

export const UsedTokens = strictObject(() => ({
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** Part of the output. */
  reasoningTokens: z.int(),
}));

/** Where an answer came from: a model, by an account. */
const where = { model: z.string(), account: z.string() };
const Where = z.strictObject(where);

/** One request to a model. */
export const ModelUse = strictObject(() => ({
  ...UsedTokens.shape,
  ...where,
  at: z.int(),
  purpose: z.string(),
  /** US dollars; absent where the price is not known. */
  money: z.number().optional(),
  tookMs: z.int(),
  firstPartMs: z.int().optional(),
  /** How long it thought before it answered or went on; absent where it did not. */
  thinkingMs: z.int().optional(),
  /** The answer did not come to its end, so its tokens were counted here and not by the provider. */
  isEstimate: z.literal(true).optional(),
  /** Why it failed: the code of the error, and what kind where the provider said. */
  failure: z.string().optional(),
  conversationId: ConversationId.optional(),
  runId: RunId.optional(),
  taskId: z.string().optional(),
  /** The agent that asked: its name, or `agent`, or `sub-agent`; absent where none did. */
  agent: z.string().optional(),
  /** By which way it came: a surface, what started its run, or the channel of its conversation. */
  channel: z.string().optional(),
  /** The folder of its conversation. */
  folder: z.string().optional(),
}));
export type ModelUse = z.infer<typeof ModelUse>;

/** Of several requests. */
export const UsageSum = UsedTokens.extend({
  requests: z.int(),
  failed: z.int(),
  /** US dollars, of the requests whose price is known. */
  money: z.number(),
  /** Answered requests whose price is not. */
  unpriced: z.int(),
});
export type UsageSum = z.infer<typeof UsageSum>;

export function allTokens({ inputTokens, outputTokens }: Pick<ModelUse, 'inputTokens' | 'outputTokens'>): number {
  return inputTokens + outputTokens;
}

/** A way to a model that is not asked for a while, because it could not answer. */
export const RestingModel = strictObject(() => ({
  ...where,
  /** As the provider or the network put it: `rate-limited`, `billing`, `network` … */
  because: z.string(),
  until: z.int(),
  /** How often in a row. */
  times: z.int(),
}));
export type RestingModel = z.infer<typeof RestingModel>;

const reasons: Record<string, string> = {
  'rate-limited': 'is rate-limited',
  overloaded: 'is overloaded',
  key: 'refuses the key',
  billing: 'has no credit left',
  'unknown-model': 'does not know the model',
  nonsense: 'answers nonsense',
  network: 'cannot be reached',
  timeout: 'does not answer in time',
};

/** `is rate-limited`. */
export function restReason(because: string): string {
  return reasons[because] ?? 'fails';
}

export const SpendingUsage = strictObject(() => ({
  /** Of the day and the month; those of runs and conversations are told with them. */
  limits: z.array(SpendingLimit),
  total: UsageSum,
  /** By the engine's clock, `2026-11-26`; the last is today, and a day without requests is there too. */
  days: z.array(UsageSum.extend({ day: z.string() })),
  models: z.array(UsageSum.extend({ model: z.string(), days: z.array(z.int()) })),
  accounts: z.array(UsageSum.extend({ account: z.string() })),
  purposes: z.array(UsageSum.extend({ purpose: z.string() })),
  /** By agent, channel and folder; what belongs to none is in none. */
  shares: z.array(UsageSum.extend(Share.shape)),
  resting: z.array(RestingModel),
}));
export type SpendingUsage = z.infer<typeof SpendingUsage>;

/** What a run took to think, with names as other programs have them. */
export const TaskThinking = strictObject(() => ({
  id: RunId,
  status: z.string(),
  /** Tasks that have ended, those inside of others and calls of agents too. */
  steps: z.int(),
  model_requests: z.int(),
  reasoning_tokens_used: z.int(),
  thinking_time_ms: z.int(),
  /** The words of the thinking where `agents.showThinking` is on and they were kept, else `[redacted]`; null where there was none. */
  reasoning: z.string().nullable(),
}));
export type TaskThinking = z.infer<typeof TaskThinking>;

/** A model that a conversation can be given. */
export const ModelOption = strictObject(() => ({ model: z.string(), note: z.string().optional() }));
export type ModelOption = z.infer<typeof ModelOption>;

/** A key for a program on this machine, that asks models through Heron. */
export const ModelAccessLimits = strictObject(() => ({
  minutes: z.int().min(1).max(1440).default(60),
  tokens: z.int().min(1).max(1e9).default(100_000),
  /** US dollars. */
  money: z.number().positive().max(1e6).optional(),
  requestsPerMinute: z.int().min(1).max(10_000).default(30),
  /** The folder whose accounts and limits it goes by. */
  folder: ShareName.optional(),
}));

export const OpenedModelAccess = strictObject(() => ({
  id: z.string(),
  expiresAt: z.int(),
  runId: RunId.optional(),
  folder: z.string().optional(),
  tokens: z.int(),
  money: z.number().optional(),
  used: z.strictObject({ requests: z.int(), tokens: z.int(), money: z.number() }),
}));
export type OpenedModelAccess = z.infer<typeof OpenedModelAccess>;

export const modelUsed = defineEvent('model.used', () => ModelUse);
/** Another model, or another account, was asked because the first could not answer. */
export const modelFellBack = defineEvent('model.fellBack', () =>
  z.strictObject({
    purpose: z.string(),
    from: Where,
    to: Where,
    because: z.string(),
    message: z.string(),
    /** Until when the first is not asked. */
    until: z.int().optional(),
  }),
);
export const modelRested = defineEvent('model.rested', () => RestingModel);
/** Somebody had it asked again before its time, or its server was found to be there again. */
export const modelResumed = defineEvent('model.resumed', () => Where.extend({ by: z.literal('check').optional() }));
export const modelLimitNeared = defineEvent('model.limitNeared', () => z.strictObject({ limit: SpendingLimit }));
/** A request was not made because of a limit; told once for each time that it is reached. */
export const modelLimitReached = defineEvent('model.limitReached', () => z.strictObject({ limit: SpendingLimit }));

export const spending = {
  usage: oc
    .route({ method: 'GET', path: '/spending', summary: 'What models used, beside its limits' })
    .input(strictObject(() => ({ days: z.coerce.number().int().min(1).max(366).default(30) })))
    .output(SpendingUsage),
  /** What is left to each account, and whether work in the background may use it now. */
  left: oc
    .route({ method: 'GET', path: '/spending/left', summary: 'What is left of the windows of each account' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({ accounts: z.array(AccountRoom) }))),
  /** The newest first. */
  requests: oc
    .route({ method: 'GET', path: '/spending/requests', summary: 'Requests to models, of a run or a conversation' })
    .input(
      strictObject(() => ({
        runId: RunId.optional(),
        conversationId: ConversationId.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      })),
    )
    .output(strictObject(() => ({ total: UsageSum, limits: z.array(SpendingLimit), requests: z.array(ModelUse) }))),
  /** Errors: `not-found`. */
  task: oc
    .route({ method: 'GET', path: '/v1/tasks/{id}', summary: 'What a run took to think: tokens, time and steps' })
    .input(strictObject(() => ({ id: RunId })))
    .output(TaskThinking),
  resume: oc
    .route({ method: 'POST', path: '/spending/resume', summary: 'Have a resting model asked again' })
    .input(Where)
    .output(strictObject(() => ({}))),
  /** The key is told this once, and works until its time is over or the engine ends. Errors: `unsupported`. */
  openAccess: oc
    .route({
      method: 'POST',
      path: '/spending/access',
      summary: 'A key with which a program asks models through Heron',
    })
    .input(ModelAccessLimits)
    .output(strictObject(() => ({ id: z.string(), url: z.string(), key: z.string(), expiresAt: z.int() }))),
  access: oc
    .route({ method: 'GET', path: '/spending/access', summary: 'Keys that programs have now' })
    .input(strictObject(() => ({})))
    .output(z.array(OpenedModelAccess)),
  /** Errors: `not-found`. */
  closeAccess: oc
    .route({ method: 'DELETE', path: '/spending/access/{id}', summary: 'End the key of a program' })
    .input(strictObject(() => ({ id: z.string().max(20) })))
    .output(strictObject(() => ({}))),
  options: oc
    .route({ method: 'GET', path: '/spending/options', summary: 'Models that a conversation can be given' })
    .input(strictObject(() => ({})))
    .output(z.array(ModelOption)),
};
