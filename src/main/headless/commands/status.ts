import { failureClassNames, type FailureCounts, FailureClass } from '../../../contract/failure-classes.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { counted, sizeText } from '../amounts.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

const words = { ok: 'working', degraded: 'limited', failed: 'failed' };

/** `heron status`: how Heron is, what went wrong lately and how much it keeps. 1 when a part of it has failed. */
export function showStatus({ terminal, openEngine }: CommandParts, { json }: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const [health, failures, history] = await Promise.all([
      client.health.get({}),
      client.health.failures({}),
      client.history.get({}),
    ]);
    const hasFailed = health.components.some(({ state }) => state === 'failed');
    if (json) terminal.out(JSON.stringify({ ...health, failures, history }));
    else {
      terminal.out(
        `Heron ${health.version}, ${health.program}, since ${timeText(health.startedAt)}, ${health.memoryMb} MB`,
      );
      const components = health.components.map(({ name, state, message }) => [`  ${name}`, words[state], message]);
      for (const line of tableLines(components)) terminal.out(line);
      for (const line of failureLines(failures)) terminal.out(line);
      for (const line of historyLines(history)) terminal.out(line);
    }
    return hasFailed ? exitCode.failed : exitCode.completed;
  });
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
