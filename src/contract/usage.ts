import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/**
 * What a call of a worker used. Money is in US dollars, to a millionth of one; sums are rounded to that, so they do not drift.
 * `memoryMb` is the most at any moment, so of several calls it is the largest.
 */
export const CallUsage = strictObject(() => ({
  /** Of a model, in and out. */
  tokens: z.int().min(0).optional(),
  money: z.number().min(0).optional(),
  cpuMs: z.number().min(0).optional(),
  memoryMb: z.number().min(0).optional(),
}));
export type CallUsage = z.infer<typeof CallUsage>;

/** What a task, or a run, used. */
export const Usage = CallUsage.extend({ wallMs: z.number().min(0).optional(), calls: z.number().min(0).optional() });
export type Usage = z.infer<typeof Usage>;

/** What a budget can be of. */
export const Resource = z.enum(['wallMs', 'calls', 'tokens', 'money', 'cpuMs', 'memoryMb']);
export type Resource = z.infer<typeof Resource>;

const microdollars = 1_000_000;

export function roundMoney(dollars: number): number {
  return Math.round(dollars * microdollars) / microdollars;
}

export function addUsage(before: CallUsage | undefined = {}, more: CallUsage): CallUsage {
  return kept({
    tokens: sum(before.tokens, more.tokens),
    money: rounded(sum(before.money, more.money)),
    cpuMs: sum(before.cpuMs, more.cpuMs),
    memoryMb: most(before.memoryMb, more.memoryMb),
  });
}

/** What came on top of `before`; of memory, the most so far. Undefined when nothing did. */
export function usageSince(before: CallUsage, now: CallUsage): CallUsage | undefined {
  const news = kept({
    tokens: sum(now.tokens, -(before.tokens ?? 0)),
    money: rounded(sum(now.money, -(before.money ?? 0))),
    cpuMs: sum(now.cpuMs, -(before.cpuMs ?? 0)),
    memoryMb: (now.memoryMb ?? 0) > (before.memoryMb ?? 0) ? now.memoryMb : undefined,
  });
  return Object.keys(news).length > 0 ? news : undefined;
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}

function rounded(dollars: number | undefined): number | undefined {
  return dollars === undefined ? undefined : roundMoney(dollars);
}

function most(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** Without what there is nothing of. */
function kept(usage: { [Name in keyof CallUsage]: number | undefined }): CallUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, amount]) => amount !== undefined && amount > 0));
}

/** "1,204 tokens", "0.0031 USD". */
export function amountText(resource: Resource, amount: number): string {
  switch (resource) {
    case 'calls':
      return `${amount} ${amount === 1 ? 'call' : 'calls'}`;
    case 'tokens':
      return `${amount.toLocaleString('en')} ${amount === 1 ? 'token' : 'tokens'}`;
    case 'money':
      return `${moneyText(amount)} USD`;
    case 'wallMs':
      return `${Math.round(amount)} ms`;
    case 'cpuMs':
      return `${Math.round(amount)} ms of processor time`;
    case 'memoryMb':
      return `${Math.ceil(amount)} MB of memory`;
  }
}

/** Two digits after the point at least, and as many as there are. */
function moneyText(dollars: number): string {
  return roundMoney(dollars).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 6 });
}

/** Each in words, with what is allowed: "1,204 tokens of 5,000". Nothing of what there is none of. */
export function usageTexts(usage: Usage, limits: Usage = {}): string[] {
  return Resource.options.flatMap((resource) => {
    const amount = usage[resource];
    const limit = limits[resource];
    if (amount === undefined) return [];
    const allowed =
      limit === undefined ? '' : ` of ${resource === 'money' ? moneyText(limit) : limit.toLocaleString('en')}`;
    return [`${amountText(resource, amount)}${allowed}`];
  });
}

/** What a plan's calls are declared to cost, added up. */
export const Estimate = strictObject(() => ({
  tokens: z.int().min(0),
  money: z.number().min(0),
  /** How often something is done is known only when it is, or what it costs nobody has declared: it may well be more. */
  isAtLeast: z.boolean(),
}));
export type Estimate = z.infer<typeof Estimate>;

/** "about 2,000 tokens, 0.01 USD" */
export function estimateText({ tokens, money, isAtLeast }: Estimate): string {
  const amounts = usageTexts({ ...(tokens > 0 ? { tokens } : {}), ...(money > 0 ? { money } : {}) });
  return `${isAtLeast ? 'at least about' : 'about'} ${amounts.join(', ')}`;
}
