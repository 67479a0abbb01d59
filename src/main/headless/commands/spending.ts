import {
  allTokens,
  amountText,
  type LimitPeriod,
  limitPeriods,
  limitOfShare,
  limitSetting,
  limitText,
  limitUnits,
  moneyText,
  restReason,
  type ShareKind,
  shareKinds,
  type ShareLimit,
  type SpendingLimit,
  type SpendingUsage,
  type UsageSum,
} from '../../../contract/spending.ts';
import type { Settings } from '../../../contract/settings.ts';
import { counted } from '../amounts.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type UsageOptions = { days: number; run?: string; conversation?: string; json?: boolean };
export type LimitOptions = {
  tokens?: number;
  money?: number;
  agent?: string;
  channel?: string;
  folder?: string;
  json?: boolean;
};
export type KeyOptions = {
  minutes: number;
  tokens: number;
  money?: number;
  requestsPerMinute: number;
  folder?: string;
  json?: boolean;
};

/** `heron models usage`. */
export function showUsage(parts: CommandParts, options: UsageOptions): Promise<number> {
  const { terminal, openEngine } = parts;
  if (options.run !== undefined || options.conversation !== undefined) return showRequests(parts, options);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const usage = await client.spending.usage({ days: options.days });
    if (options.json) terminal.out(JSON.stringify(usage));
    else {
      sayLimits(terminal, usage.limits);
      if (usage.total.requests === 0) {
        terminal.err(`No model was asked in the last ${counted(options.days, 'day')}.`);
      } else {
        const sections = sectionsOf(usage, options.days);
        const lines = tableLines(sections.flatMap(([, rows]) => rows));
        for (const [title, rows] of sections) {
          terminal.out(title);
          for (const line of lines.splice(0, rows.length)) terminal.out(`  ${line}`);
        }
      }
      for (const { model, account, because, until } of usage.resting) {
        terminal.err(`${model} (${account}) ${restReason(because)} and is not asked until ${timeText(until)}`);
      }
    }
    return exitCode.completed;
  });
}

/** Each way to count, with a row for each that used something. */
function sectionsOf({ days, models, accounts, purposes, shares, total }: SpendingUsage, count: number) {
  const named = <Row extends UsageSum>(rows: Row[], name: (row: Row) => string): string[][] =>
    rows.map((row) => rowOf(name(row), row));
  const used = days.filter(({ requests }) => requests > 0);
  const sections: [string, string[][]][] = [
    ['By day', named(used, ({ day }) => day)],
    ['By model', named(models, ({ model }) => model)],
    ['By account', named(accounts, ({ account }) => account)],
    ['By purpose', named(purposes, ({ purpose }) => purpose)],
    ...shareKinds.map((kind): [string, string[][]] => [
      `By ${kind}`,
      named(
        shares.filter((each) => each.kind === kind),
        ({ name }) => name,
      ),
    ]),
    ['In all', named([total], () => counted(count, 'day'))],
  ];
  return sections.filter(([, rows]) => rows.length > 0);
}

function showRequests({ terminal, openEngine }: CommandParts, { run, conversation, json }: UsageOptions) {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const found = await client.spending.requests({ runId: run, conversationId: conversation, limit: 1000 });
    if (json) terminal.out(JSON.stringify(found));
    else {
      sayLimits(terminal, found.limits);
      const rows = found.requests.map(({ at, model, account, purpose, failure, ...use }) => [
        ...[
          timeText(at),
          model,
          account,
          purpose,
          ...tokensOf(use),
          use.money === undefined ? '' : moneyText(use.money),
        ],
        failure ?? `${use.tookMs} ms`,
      ]);
      for (const line of tableLines(rows)) terminal.out(line);
      if (rows.length === 0) terminal.err('No model was asked there.');
      else terminal.err(tableLines([rowOf('In all', found.total)])[0] ?? '');
    }
    return exitCode.completed;
  });
}

function rowOf(name: string, sum: UsageSum): string[] {
  const failed = sum.failed > 0 ? `${sum.failed} failed` : '';
  const unpriced = sum.unpriced > 0 ? `${sum.unpriced} of unknown price` : '';
  return [name, counted(sum.requests, 'request'), ...tokensOf(sum), moneyText(sum.money), failed, unpriced];
}

function tokensOf(used: Pick<UsageSum, 'inputTokens' | 'outputTokens' | 'reasoningTokens'>): string[] {
  const number = (value: number): string => value.toLocaleString('en');
  const thinking = used.reasoningTokens > 0 ? `${number(used.reasoningTokens)} of it thinking` : '';
  return [
    `${number(allTokens(used))} tokens`,
    `${number(used.inputTokens)} in`,
    [`${number(used.outputTokens)} out`, thinking].filter(Boolean).join(', '),
  ];
}

function sayLimits(terminal: Terminal, limits: readonly SpendingLimit[]): void {
  const rows = limits.map((limit) => [
    limitText(limit),
    `${amountText(limit, limit.used)} used`,
    `${Math.floor((limit.used / limit.atMost) * 100)} %`,
    limit.resetsAt === undefined ? '' : `anew ${timeText(limit.resetsAt)}`,
  ]);
  for (const line of tableLines(rows)) terminal.out(line);
}

/** `heron models limits`. */
export function changeLimits(
  { terminal, openEngine }: CommandParts,
  per: LimitPeriod | undefined,
  { json, agent, channel, folder, ...amounts }: LimitOptions,
): Promise<number> {
  const given = limitUnits.filter((unit) => amounts[unit] !== undefined);
  const [share] = Object.entries({ agent, channel, folder }).filter(([, name]) => name !== undefined);
  if (per === undefined && given.length > 0) {
    throw new UsageError(`Say of what: heron models limits ${limitPeriods.join('|')} --${given[0]} …`);
  }
  if (per !== undefined && given.length === 0) {
    throw new UsageError(`Say how much: heron models limits ${per} --tokens <number> or --money <dollars>`);
  }
  if (share && per !== 'day' && per !== 'month') {
    throw new UsageError(`One ${share[0]} has limits of a day and a month: heron models limits day --${share[0]} …`);
  }
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const before = await client.settings.get({});
    if (share && (per === 'day' || per === 'month')) {
      const [kind, name = ''] = share as [ShareKind, string];
      const patch = Object.fromEntries(given.map((unit) => [limitOfShare(per, unit), amounts[unit]]));
      await client.settings.update({ shares: { limits: withLimit(before.shares.limits, { kind, name }, patch) } });
    } else if (per !== undefined) {
      const patch = Object.fromEntries(given.map((unit) => [limitSetting(per, unit), amounts[unit]]));
      await client.settings.update({ spending: patch });
    }
    const { spending, shares } = await client.settings.get({});
    if (json) terminal.out(JSON.stringify({ ...spending, shares: shares.limits }));
    else sayAllLimits(terminal, { spending, shares });
    return exitCode.completed;
  });
}

/** One without any limit left is none. */
function withLimit(
  limits: readonly ShareLimit[],
  { kind, name }: Pick<ShareLimit, 'kind' | 'name'>,
  patch: Partial<ShareLimit>,
): ShareLimit[] {
  const isIt = (each: ShareLimit): boolean => each.kind === kind && each.name === name;
  const none = { kind, name, dayTokens: 0, dayMoney: 0, monthTokens: 0, monthMoney: 0 };
  const changed = { ...(limits.find(isIt) ?? none), ...patch };
  const isSet = changed.dayTokens + changed.dayMoney + changed.monthTokens + changed.monthMoney > 0;
  return [...limits.filter((each) => !isIt(each)), ...(isSet ? [changed] : [])];
}

function sayAllLimits(terminal: Terminal, { spending, shares }: Pick<Settings, 'spending' | 'shares'>): void {
  const set = limitPeriods.flatMap((per) =>
    limitUnits.flatMap((unit) => {
      const atMost = spending[limitSetting(per, unit)];
      return atMost > 0 ? [limitText({ per, unit, atMost })] : [];
    }),
  );
  const own = shares.limits.flatMap(({ kind, name, ...amounts }) =>
    (['day', 'month'] as const).flatMap((per) =>
      limitUnits.flatMap((unit) => {
        const atMost = amounts[limitOfShare(per, unit)];
        return atMost > 0 ? [limitText({ per, unit, atMost, of: { kind, name } })] : [];
      }),
    ),
  );
  for (const line of [...set, ...own]) terminal.out(line);
  if (set.length + own.length === 0) terminal.err('There are no limits: models may use what they need.');
  else terminal.err(`A warning is given at ${spending.warnAt} %; beyond a limit no request is made.`);
}

/** `heron models resume`. */
export function resumeModel(
  { terminal, openEngine }: CommandParts,
  way: { model: string; account: string },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await client.spending.resume(way);
    terminal.err(`${way.model} (${way.account}) is asked again`);
    return exitCode.completed;
  });
}

/** `heron models key`: only of a Heron that is running, which the program then asks. */
export function openKey({ terminal, openEngine }: CommandParts, { json, ...limits }: KeyOptions): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    if (!engine.isRemote)
      throw new UsageError('No Heron is running that a program could ask; start one with heron serve');
    const access = await client.spending.openAccess(limits);
    if (json) terminal.out(JSON.stringify(access));
    else {
      terminal.out(`OPENAI_BASE_URL=${access.url}`);
      terminal.out(`OPENAI_API_KEY=${access.key}`);
      terminal.err(
        `Key ${access.id} works until ${timeText(access.expiresAt)}, for ${limits.tokens.toLocaleString('en')} tokens.`,
      );
    }
    return exitCode.completed;
  });
}

/** `heron models keys`. */
export function listKeys(
  { terminal, openEngine }: CommandParts,
  { end, json }: { end?: string; json?: boolean },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    if (end !== undefined) {
      await client.spending.closeAccess({ id: end });
      terminal.err(`Key ${end} is ended`);
    }
    const keys = await client.spending.access({});
    if (json) terminal.out(JSON.stringify(keys));
    else {
      const rows = keys.map(({ id, runId, folder, expiresAt, used, tokens }) => [
        ...[id, runId ?? folder ?? '', `until ${timeText(expiresAt)}`, counted(used.requests, 'request')],
        `${used.tokens.toLocaleString('en')} of ${counted(tokens, 'token')}`,
      ]);
      for (const line of tableLines(rows)) terminal.out(line);
      if (rows.length === 0) terminal.err('No program has a key.');
    }
    return exitCode.completed;
  });
}
