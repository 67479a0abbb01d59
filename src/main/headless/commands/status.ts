import { type Dashboard, DashboardDays, endedRuns, successShare } from '../../../contract/dashboard.ts';
import { failureClassNames, type FailureCounts, FailureClass } from '../../../contract/failure-classes.ts';
import { amountText } from '../../../contract/usage.ts';
import { isInTrouble, isKeptOff } from '../../../contract/workers.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { counted, sizeText } from '../amounts.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

const words = { ok: 'working', degraded: 'limited', failed: 'failed' };

export type StatusOptions = { json?: boolean; days?: '1' | '7' | '30' };

/** `heron status`: how Heron is, what went wrong lately and how much it keeps. 1 when a part of it has failed. */
export function showStatus(
  { terminal, openEngine }: CommandParts,
  { json, days: asked }: StatusOptions,
): Promise<number> {
  const days = asked === undefined ? undefined : DashboardDays.parse(Number(asked));
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const [health, failures, history, dashboard] = await Promise.all([
      client.health.get({}),
      client.health.failures({}),
      client.history.get({}),
      days === undefined ? undefined : client.dashboard.get({ days }),
    ]);
    const hasFailed = health.components.some(({ state }) => state === 'failed');
    if (json) terminal.out(JSON.stringify({ ...health, failures, history, dashboard }));
    else {
      terminal.out(
        `Heron ${health.version}, ${health.program}, since ${timeText(health.startedAt)}, ${health.memoryMb} MB`,
      );
      const components = health.components.map(({ name, state, message }) => [`  ${name}`, words[state], message]);
      for (const line of tableLines(components)) terminal.out(line);
      for (const line of failureLines(failures)) terminal.out(line);
      for (const line of historyLines(history)) terminal.out(line);
      if (days && dashboard) for (const line of runLines(days, dashboard)) terminal.out(line);
    }
    return hasFailed ? exitCode.failed : exitCode.completed;
  });
}

function runLines(days: DashboardDays, { now, before, queue, questions, workers }: Dashboard): string[] {
  const share = (successShare(now) ?? 0) * 100;
  const rate = successShare(now) === undefined ? [] : [`  ${Math.floor(share)} % of them successful`];
  const troubled = workers.filter(isInTrouble);
  const keptOff = workers.filter(isKeptOff);
  return [
    `Last ${days === 1 ? 'day' : `${days} days`}: ${counted(endedRuns(now), 'run')} ended, ${now.completed} completed, ${now.failed} failed`,
    ...rate,
    ...(now.timeMs ? [`  half took at most ${now.timeMs.p50} ms, 95 % at most ${now.timeMs.p95} ms`] : []),
    `  ${[counted(now.steps, 'step'), amountText('tokens', now.tokens), amountText('money', now.money)].join(', ')}`,
    `  ${counted(endedRuns(before), 'run')} ended in the time before`,
    `Now: ${counted(queue.runningRuns, 'run')} under way, ${queue.waitingRuns} waiting, ${counted(questions, 'question')} for you`,
    ...(troubled.length > 0 ? [`Workers in trouble: ${namesOf(troubled)}`] : []),
    ...(keptOff.length > 0 ? [`Workers kept off: ${namesOf(keptOff)}`] : []),
  ];
}

function namesOf(workers: Dashboard['workers']): string {
  return workers.map(({ name }) => name).join(', ');
}

type Failures = Awaited<ReturnType<EngineClient['health']['failures']>>;

function failureLines({ since, tasks, runs, isCut }: Failures): string[] {
  const all = sum(tasks) + sum(runs);
  if (all === 0) return [`No failures since ${timeText(since)}`];
  const rows = FailureClass.options
    .filter((kind) => tasks[kind] || runs[kind])
    .map((kind) => [
      `  ${failureClassNames[kind]}`,
      counted(tasks[kind] ?? 0, 'step'),
      counted(runs[kind] ?? 0, 'run'),
    ]);
  return [`Failures since ${timeText(since)}${isCut ? ' (of the newest 10,000)' : ''}`, ...tableLines(rows)];
}

function sum(counts: FailureCounts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

type History = Awaited<ReturnType<EngineClient['history']['get']>>;

function historyLines({ sizes, last }: History): string[] {
  const { database, databaseFree, blobs, undo, logs, runs, events } = sizes;
  const free = databaseFree > 0 ? `, ${sizeText(databaseFree)} of it free` : '';
  return [
    `History: ${counted(runs, 'run')}, ${counted(events, 'event')}`,
    ...tableLines([
      ['  database', `${sizeText(database)}${free}`],
      ['  blobs', sizeText(blobs)],
      ['  for undoing', sizeText(undo)],
      ['  logs', sizeText(logs)],
    ]),
    ...(last ? [`Older runs were last removed on ${timeText(last.at)}`] : []),
  ];
}
