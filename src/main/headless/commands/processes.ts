import { Readable } from 'node:stream';
import { endingText, spanText } from '../../../contract/process-text.ts';
import type { BackgroundProcess, ProcessSignal } from '../../../contract/processes.ts';
import { HeronError } from '../../base/errors.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, withEngine } from './command.ts';

export type LogOptions = { head?: boolean; offset?: number; bytes: number; follow?: boolean };

/** `heron processes`: what goes on in the background, and what has ended. */
export function listProcesses(
  { terminal, openEngine }: CommandParts,
  { status, run, json }: { status?: BackgroundProcess['status']; run?: string; json?: boolean },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const filter = { ...(status ? { status } : {}), ...(run === undefined ? {} : { runId: run }) };
    const found = await client.processes.list(filter);
    if (json) terminal.out(JSON.stringify(found));
    else if (found.length === 0) terminal.err('There are no background processes');
    else for (const line of tableLines(found.map(rowOf))) terminal.out(line);
    return exitCode.completed;
  });
}

export function showProcess(parts: CommandParts, name: string, { json }: { json?: boolean }): Promise<number> {
  return withProcess(parts, name, async (_client, process) => {
    const { terminal } = parts;
    if (json) return terminal.out(JSON.stringify(process));
    const { id, pid, command, runId, taskId, startedAt, endsAt, endedAt, keep } = process;
    terminal.out(printableLine(process.name));
    terminal.out(`${id}  ${stateOf(process)}`);
    const rows = [
      ['  command', command],
      ['  run', `${runId} ${taskId}`],
      ['  began', timeText(startedAt)],
      endedAt === undefined ? ['  ends', `${timeText(endsAt)} at the latest`] : ['  ended', timeText(endedAt)],
      ...(endedAt === undefined ? [['  process', `${pid}`]] : []),
      ...(keep ? [['  kept', 'when its run is cancelled or undone']] : []),
    ];
    for (const line of tableLines(rows)) terminal.out(line);
  });
}

/** `heron processes log <process>`: with `--follow` until it ends. */
export function printLog(parts: CommandParts, name: string, options: LogOptions): Promise<number> {
  return withProcess(parts, name, async (client, { id: processId }) => {
    const { terminal } = parts;
    const { head = false, offset, bytes } = options;
    const stop = new AbortController();
    const endListening = terminal.onInterrupt(() => stop.abort());
    const signal = AbortSignal.any([stop.signal, terminal.outputClosed]);
    try {
      // Watched from before the first look, so that nothing comes in between.
      const coming = options.follow
        ? await client.events.watch({ types: ['process.printed', 'process.ended'] }, { signal })
        : undefined;
      const place = offset === undefined ? { from: head ? ('head' as const) : ('tail' as const) } : { offset };
      const first = await client.processes.log({ processId, ...place, maxBytes: Math.max(1, bytes) });
      if (first.dropped > 0 && first.start <= first.dropped + 3) {
        terminal.err(`The first ${first.dropped} bytes are not kept`);
      }
      await print(terminal, first.text);
      if (coming) await printComing({ client, terminal, signal }, processId, first.end, coming);
    } finally {
      endListening();
      stop.abort();
    }
  });
}

type Following = { client: EngineClient; terminal: Terminal; signal: AbortSignal };

async function printComing(
  { client, terminal, signal }: Following,
  processId: string,
  from: number,
  coming: Awaited<ReturnType<EngineClient['events']['watch']>>,
): Promise<void> {
  let offset = from;
  const catchUp = async (): Promise<void> => {
    for (;;) {
      const { text, start, end } = await client.processes.log({ processId, offset, maxBytes: 1_048_576 });
      await print(terminal, text);
      offset = end;
      if (start === end) return;
    }
  };
  try {
    await catchUp();
    if ((await client.processes.get({ processId })).status === 'ended') return await catchUp();
    for await (const { type, payload } of coming) {
      if ((type !== 'process.printed' && type !== 'process.ended') || payload.id !== processId) continue;
      await catchUp();
      if (type === 'process.ended') return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function print(terminal: Terminal, text: string): Promise<void> {
  return terminal.outBytes(Readable.from([Buffer.from(printable(text))]));
}

export function writeToProcess(
  parts: CommandParts,
  name: string,
  text: string,
  { newline, end = false }: { newline: boolean; end?: boolean },
): Promise<number> {
  return withProcess(parts, name, async (client, { id: processId }) => {
    await client.processes.write({ processId, text: newline ? `${text}\n` : text, end });
  });
}

export function signalProcess(parts: CommandParts, name: string, signal: ProcessSignal): Promise<number> {
  return withProcess(parts, name, async (client, { id: processId }) => {
    await client.processes.signal({ processId, signal });
  });
}

export function stopProcess(parts: CommandParts, name: string): Promise<number> {
  return withProcess(parts, name, async (client, { id: processId }) => {
    const stopped = await client.processes.stop({ processId });
    parts.terminal.out(printableLine(`${stopped.name} ${stateOf(stopped)}`));
  });
}

export function keepProcess(parts: CommandParts, name: string, keep: boolean): Promise<number> {
  return withProcess(parts, name, async (client, { id: processId }) => {
    const process = await client.processes.keep({ processId, keep });
    const what = keep ? 'stays' : 'ends';
    parts.terminal.out(printableLine(`${process.name} ${what} when its run is cancelled or undone`));
  });
}

export function clearProcesses(parts: CommandParts, name: string | undefined): Promise<number> {
  const { terminal, openEngine } = parts;
  const clear = async (client: EngineClient, processId?: string): Promise<void> => {
    const { cleared } = await client.processes.clear(processId === undefined ? {} : { processId });
    terminal.out(cleared === 1 ? 'cleared 1 process' : `cleared ${cleared} processes`);
  };
  if (name !== undefined) return withProcess(parts, name, (client, { id }) => clear(client, id));
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await clear(client);
    return exitCode.completed;
  });
}

function withProcess(
  { openEngine }: CommandParts,
  name: string,
  use: (client: EngineClient, process: BackgroundProcess) => Promise<void> | void,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await use(client, pick(await client.processes.list({}), name));
    return exitCode.completed;
  });
}

/** By its id, or by a part of its name that only one has; one that runs comes before those that have ended. */
function pick(all: BackgroundProcess[], name: string): BackgroundProcess {
  const lower = name.toLowerCase();
  const named = all.filter((each) => each.name.toLowerCase() === lower);
  const like = named.length > 0 ? named : all.filter((each) => each.name.toLowerCase().includes(lower));
  const running = like.filter(({ status }) => status === 'running');
  const found = all.find(({ id }) => id === name) ?? (running.length > 0 ? running : like.slice(0, 1))[0];
  if (!found) throw new HeronError('not-found', `There is no background process ${name}`, { name });
  if (found.id !== name && running.length > 1) {
    const list = running.map((each) => `${each.id} ${each.name}`).join('\n');
    throw new HeronError('invalid-input', `Several background processes are like ${name}:\n${list}`);
  }
  return found;
}

function rowOf(process: BackgroundProcess): string[] {
  const { id, startedAt, endedAt } = process;
  const took = spanText((endedAt ?? Date.now()) - startedAt);
  return [id, stateOf(process), timeText(startedAt), took, process.name];
}

function stateOf(process: BackgroundProcess): string {
  return process.status === 'running' ? 'running' : endingText(process);
}
