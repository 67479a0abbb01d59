import { longestPlanHours } from '../../../contract/pacing.ts';
import type { ModelUse, Share, UsageSum } from '../../../contract/spending.ts';
import type { Database } from '../../base/database.ts';
import { dayOf } from './days.ts';
import type { Way } from './rests.ts';
import { shareList } from './shares.ts';

const microdollars = 1_000_000;

type SumRow = Omit<UsageSum, 'money'> & { microdollars: number };

type UseRow = {
  [Key in Exclude<keyof ModelUse, 'money' | 'isEstimate'>]-?: NonNullable<ModelUse[Key]> | null;
} & { microdollars: number | null; isEstimate: number };

const sums = `coalesce(sum(input_tokens), 0) AS inputTokens, coalesce(sum(output_tokens), 0) AS outputTokens,
  coalesce(sum(reasoning_tokens), 0) AS reasoningTokens, coalesce(sum(microdollars), 0) AS microdollars`;
const keptSums = `${sums}, coalesce(sum(requests), 0) AS requests, coalesce(sum(failed), 0) AS failed,
  coalesce(sum(unpriced), 0) AS unpriced`;
const daySums = `${keptSums} FROM model_days WHERE day >= ?`;
const requestSums = `${sums}, count(*) AS requests, count(failure) AS failed,
  count(*) FILTER (WHERE microdollars IS NULL AND failure IS NULL) AS unpriced FROM model_requests`;
const holders = { run: 'run_id', conversation: 'conversation_id' } as const;
export type Holder = { of: keyof typeof holders; id: string };

export type UsageStore = ReturnType<typeof usageStore>;

/** Requests to models, one row each, and what each day came to: by model, account and purpose, and by agent, channel and folder. */
export function usageStore(database: Database) {
  // The last of all, and of these the recent ones: who was not asked lately has many older ones.
  const lastEnds = database.prepare<[string, string, number, number], { isFailed: number }>(
    `SELECT failure IS NOT NULL AS isFailed FROM (
       SELECT at, failure FROM model_requests WHERE model = ? AND account = ? AND failure IS NOT 'cancelled'
       ORDER BY number DESC LIMIT ?
     ) WHERE at >= ?`,
  );

  return {
    write: usageWriter(database),
    ...daySumsIn(database),
    ofHolder({ of, id }: Holder): UsageSum {
      const sql = `SELECT ${requestSums} WHERE ${holders[of]} = ? AND ${holders[of]} IS NOT NULL`;
      return toSum(database.prepare<[string], SumRow>(sql).get(id));
    },
    thinkingOf(runId: string): { requests: number; reasoningTokens: number; thinkingMs: number } {
      const sql = `SELECT count(*) AS requests, coalesce(sum(reasoning_tokens), 0) AS reasoningTokens,
        coalesce(sum(thinking_ms), 0) AS thinkingMs FROM model_requests WHERE run_id = ?`;
      const none = { requests: 0, reasoningTokens: 0, thinkingMs: 0 };
      return database.prepare<[string], typeof none>(sql).get(runId) ?? none;
    },
    /** The newest first; of everybody without a holder. */
    requests(holder: Holder | undefined, limit: number): ModelUse[] {
      const where = holder ? `WHERE ${holders[holder.of]} = ? AND ${holders[holder.of]} IS NOT NULL` : '';
      const sql = `SELECT at, model, account, purpose, input_tokens AS inputTokens, output_tokens AS outputTokens,
        reasoning_tokens AS reasoningTokens, microdollars, took_ms AS tookMs, first_part_ms AS firstPartMs, thinking_ms AS thinkingMs,
        is_estimate AS isEstimate, failure, conversation_id AS conversationId, run_id AS runId, task_id AS taskId,
        agent, channel, folder
        FROM model_requests ${where} ORDER BY number DESC LIMIT ?`;
      const statement = database.prepare<unknown[], UseRow>(sql);
      return (holder ? statement.all(holder.id, limit) : statement.all(limit)).map(toUse);
    },
    /** The account that last answered for each model there. */
    lastAccount(holder: Holder, model: string): string | undefined {
      const column = holders[holder.of];
      const sql = `SELECT account FROM model_requests
        WHERE ${column} = ? AND ${column} IS NOT NULL AND model = ? AND failure IS NULL ORDER BY number DESC LIMIT 1`;
      return database.prepare<[string, string], { account: string }>(sql).get(holder.id, model)?.account;
    },
    /** Whether each of the last requests failed, the newest first. */
    lastEnds: ({ model, account }: Way, from: number, count: number): boolean[] =>
      lastEnds.all(model, account, count, from).map(({ isFailed }) => isFailed === 1),
  };
}

/** What days came to. */
function daySumsIn(database: Database) {
  const since = database.prepare<[string], SumRow>(`SELECT ${daySums}`);
  const grouped = <Column extends string>(column: Column) =>
    database.prepare<[string], SumRow & Record<Column, string>>(
      `SELECT ${column}, ${daySums} GROUP BY ${column} ORDER BY sum(input_tokens + output_tokens) DESC, ${column}`,
    );
  const [byDay, byModel, byAccount, byPurpose] = [
    grouped('day'),
    grouped('model'),
    grouped('account'),
    grouped('purpose'),
  ];
  const modelDays = database.prepare<[string], { day: string; model: string; tokens: number }>(
    'SELECT day, model, sum(input_tokens + output_tokens) AS tokens FROM model_days WHERE day >= ? GROUP BY day, model',
  );
  const byShare = database.prepare<[string], SumRow & Share>(
    `SELECT kind, name, ${keptSums} FROM model_shares WHERE day >= ?
     GROUP BY kind, name ORDER BY kind, sum(input_tokens + output_tokens) DESC, name`,
  );
  const ofShare = database.prepare<[string, string, string], SumRow>(
    `SELECT ${keptSums} FROM model_shares WHERE kind = ? AND name = ? AND day >= ?`,
  );
  return {
    byShare: (day: string) => byShare.all(day).map((row) => ({ kind: row.kind, name: row.name, ...toSum(row) })),
    /** Since a day. */
    ofShare: ({ kind, name }: Share, day: string): UsageSum => toSum(ofShare.get(kind, name, day)),
    since: (day: string): UsageSum => toSum(since.get(day)),
    byDay: (day: string) => byDay.all(day).map((row) => ({ day: row.day, ...toSum(row) })),
    byModel: (day: string) => byModel.all(day).map((row) => ({ model: row.model, ...toSum(row) })),
    byAccount: (day: string) => byAccount.all(day).map((row) => ({ account: row.account, ...toSum(row) })),
    byPurpose: (day: string) => byPurpose.all(day).map((row) => ({ purpose: row.purpose, ...toSum(row) })),
    modelDays: (day: string) => modelDays.all(day),
  };
}

const adding = `ON CONFLICT DO UPDATE SET requests = requests + 1, failed = failed + excluded.failed,
  unpriced = unpriced + excluded.unpriced, input_tokens = input_tokens + excluded.input_tokens,
  output_tokens = output_tokens + excluded.output_tokens,
  reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens, microdollars = microdollars + excluded.microdollars`;

/** Called in the transaction of its event. */
function usageWriter(database: Database): (use: ModelUse) => void {
  const insert = database.prepare(
    `INSERT INTO model_requests (at, model, account, purpose, input_tokens, output_tokens, reasoning_tokens, microdollars,
       took_ms, first_part_ms, thinking_ms, is_estimate, failure, conversation_id, run_id, task_id, agent, channel, folder)
     VALUES (@at, @model, @account, @purpose, @inputTokens, @outputTokens, @reasoningTokens, @microdollars,
       @tookMs, @firstPartMs, @thinkingMs, @isEstimate, @failure, @conversationId, @runId, @taskId, @agent, @channel, @folder)`,
  );
  const addToDay = database.prepare(
    `INSERT INTO model_days (day, model, account, purpose, requests, failed, unpriced, input_tokens, output_tokens,
       reasoning_tokens, microdollars)
     VALUES (@day, @model, @account, @purpose, 1, @failed, @unpriced, @inputTokens, @outputTokens, @reasoningTokens, @money)
     ${adding}`,
  );
  const addToShare = database.prepare(
    `INSERT INTO model_shares (day, kind, name, requests, failed, unpriced, input_tokens, output_tokens, reasoning_tokens, microdollars)
     VALUES (@day, @kind, @name, 1, @failed, @unpriced, @inputTokens, @outputTokens, @reasoningTokens, @money)
     ${adding}`,
  );
  const addToPlans = database.prepare<[string, string, number, number, number]>(
    'INSERT INTO plan_uses (provider, account, at, tokens, microdollars) VALUES (?, ?, ?, ?, ?)',
  );
  const forgetBefore = database.prepare<[number]>('DELETE FROM plan_uses WHERE at < ?');
  return (use) => {
    const { money, failure, isEstimate, ...row } = use;
    const micro = money === undefined ? null : Math.round(money * microdollars);
    insert.run({
      ...{ conversationId: null, runId: null, taskId: null, firstPartMs: null, thinkingMs: null },
      ...{ agent: null, channel: null, folder: null },
      ...row,
      ...{ microdollars: micro, failure: failure ?? null, isEstimate: isEstimate ? 1 : 0 },
    });
    const sum = {
      ...row,
      ...{ day: dayOf(use.at), money: micro ?? 0, failed: failure === undefined ? 0 : 1 },
      unpriced: micro === null && failure === undefined ? 1 : 0,
    };
    const provider = use.model.slice(0, use.model.indexOf('/'));
    addToPlans.run(provider, use.account, use.at, use.inputTokens + use.outputTokens, micro ?? 0);
    forgetBefore.run(use.at - longestPlanHours * 3_600_000);
    addToDay.run(sum);
    for (const share of shareList(use)) addToShare.run({ ...sum, ...share });
  };
}

const nothing: SumRow = {
  ...{ inputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
  ...{ requests: 0, failed: 0, unpriced: 0, microdollars: 0 },
};

export const noUsage: UsageSum = toSum(undefined);

function toSum(row: SumRow | undefined): UsageSum {
  const {
    inputTokens,
    outputTokens,
    reasoningTokens,
    requests,
    failed,
    unpriced,
    microdollars: micro,
  } = row ?? nothing;
  return { inputTokens, outputTokens, reasoningTokens, requests, failed, unpriced, money: micro / microdollars };
}

function toUse({ microdollars: micro, isEstimate, ...row }: UseRow): ModelUse {
  const known = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return {
    ...known,
    ...(micro === null ? {} : { money: micro / microdollars }),
    ...(isEstimate === 1 ? { isEstimate: true } : {}),
  } as ModelUse;
}
