import {
  allTokens,
  amountText,
  type LimitPeriod,
  limitPeriods,
  limitSetting,
  limitText,
  limitUnits,
  moneyText,
  restReason,
  type SpendingLimit,
  type UsageSum,
} from '../../../contract/spending.ts';
import { counted } from '../amounts.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type UsageOptions = { days: number; run?: string; conversation?: string; json?: boolean };
export type LimitOptions = { tokens?: number; money?: number; json?: boolean };
export type KeyOptions = { minutes: number; tokens: number; money?: number; requestsPerMinute: number; json?: boolean };

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
        const named = (rows: UsageSum[], names: string[]): string[][] =>
          rows.map((row, index) => rowOf(names[index] ?? '', row));
        const used = usage.days.filter(({ requests }) => requests > 0);
        const { models, accounts, purposes } = usage;
        const sections: [string, string[][]][] = [
          [
            'By day',
            named(
              used,
              used.map(({ day }) => day),
            ),
          ],
          [
            'By model',
            named(
              models,
              models.map(({ model }) => model),
            ),
          ],
          [
            'By account',
            named(
              accounts,
              accounts.map(({ account }) => account),
            ),
          ],
          [
            'By purpose',
            named(
              purposes,
              purposes.map(({ purpose }) => purpose),
            ),
          ],
          ['In all', named([usage.total], [counted(options.days, 'day')])],
        ];
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
  { json, ...amounts }: LimitOptions,
): Promise<number> {
  const given = limitUnits.filter((unit) => amounts[unit] !== undefined);
  if (per === undefined && given.length > 0) {
    throw new UsageError(`Say of what: heron models limits ${limitPeriods.join('|')} --${given[0]} …`);
  }
  if (per !== undefined && given.length === 0) {
    throw new UsageError(`Say how much: heron models limits ${per} --tokens <number> or --money <dollars>`);
  }
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    if (per !== undefined) {
      const patch = Object.fromEntries(given.map((unit) => [limitSetting(per, unit), amounts[unit]]));
      await client.settings.update({ spending: patch });
    }
    const { spending } = await client.settings.get({});
    if (json) terminal.out(JSON.stringify(spending));
    else {
      const set = limitPeriods.flatMap((each) =>
        limitUnits.flatMap((unit) => {
          const atMost = spending[limitSetting(each, unit)];
          return atMost > 0 ? [limitText({ per: each, unit, atMost })] : [];
        }),
      );
      for (const line of set) terminal.out(line);
      if (set.length === 0) terminal.err('There are no limits: models may use what they need.');
      else terminal.err(`A warning is given at ${spending.warnAt} %; beyond a limit no request is made.`);
    }
    return exitCode.completed;
  });
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
      const rows = keys.map(({ id, runId, expiresAt, used, tokens }) => [
        ...[id, runId ?? '', `until ${timeText(expiresAt)}`, counted(used.requests, 'request')],
        `${used.tokens.toLocaleString('en')} of ${counted(tokens, 'token')}`,
      ]);
      for (const line of tableLines(rows)) terminal.out(line);
      if (rows.length === 0) terminal.err('No program has a key.');
    }
    return exitCode.completed;
  });
}
