import type { BackgroundProcess } from '../../../contract/processes.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { Clock } from '../../base/clock.ts';
import type { ShownCommand } from '../../base/commands/command-line.ts';
import type { Database } from '../../base/database.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import { printableLine } from '../../base/printable.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { RunningProgram } from '../broker/programs/running-program.ts';
import type { EndGuard } from '../hosts/machine/end-guard.ts';
import type { CallScope } from '../worker-call.ts';
import { type Ended, followProcess, type LiveParts, type LiveProcess } from './live-process.ts';
import { openProcessLog } from './process-log.ts';
import { forgetOldest } from './ended-processes.ts';
import { readScrubbedLog } from './scrubbed-log.ts';
import type { ProcessRows } from './process-rows.ts';
import type { Owner } from './room.ts';

export type NewProcess = {
  /** Its command, if it is not given a name. */
  name: string | null;
  command: ShownCommand;
  commandLine: string;
  /** The usual time, if it is not said. */
  maxMs: number | null;
  keep: boolean;
  scope: CallScope;
};

export type BackgroundParts = {
  database: Database;
  events: EventLog;
  makeId: MakeId;
  clock: Clock;
  logger: Logger;
  folder: string;
  scrubber: Scrubber;
  /** Asked each time. */
  settings: () => Settings['background'];
};

export type Live = LiveProcess & { process: BackgroundProcess; command: ShownCommand };

/** What the parts of the service share. */
export type Shelf = {
  parts: BackgroundParts;
  logger: Logger;
  rows: ProcessRows;
  live: Map<string, Live>;
  guard: EndGuard;
  folderOf: (id: string) => string;
  /** Gives how many were forgotten. */
  clear: (ids: string[]) => Promise<number>;
};

const megabyte = 1024 * 1024;
const lastOutputBytes = 2000;
const longestName = 80;

/** Takes a program over from its call: on record before anybody can see it. If that fails the program is ended. */
export async function adopt(
  shelf: Shelf,
  program: RunningProgram,
  owner: Owner,
  start: NewProcess,
): Promise<BackgroundProcess> {
  const { parts, rows, live, guard, logger, folderOf } = shelf;
  try {
    const process = describe(parts, program, owner, start);
    const output = program.detach();
    const { id, name, command, pid, endsAt, keep } = process;
    const log = await openProcessLog(folderOf(id), parts.settings().logMb * megabyte, output.forgotten);
    await parts.events.append(
      [{ type: 'process.started', scope: scopeOf(process), payload: { id, name, command, pid, endsAt, keep } }],
      () => rows.insert(process, program),
    );
    const followed = follow(shelf, process, program, { log, output });
    live.set(id, { ...followed, process, command: start.command });
    followed.ended
      .finally(() => {
        live.delete(id);
        guard.forgetGroup(pid, program.mark);
      })
      .then(() => forgetOldest(shelf))
      .catch((error: unknown) => logger.error(`The end of ${name} could not be recorded`, toFailure(error)));
    return process;
  } catch (error) {
    await program.close();
    throw error;
  }
}

function follow(
  shelf: Shelf,
  process: BackgroundProcess,
  program: RunningProgram,
  made: Pick<LiveParts, 'log' | 'output'>,
): LiveProcess {
  const { parts, live, logger } = shelf;
  const { id } = process;
  return followProcess({
    ...made,
    process,
    program,
    most: parts.settings(),
    now: parts.clock,
    onOutput: (total) =>
      parts.events.emit({ type: 'process.printed', scope: scopeOf(process), payload: { id, total } }),
    onLost: (error) => logger.error(`What ${process.name} says cannot be kept`, toFailure(error)),
    record: (ended) => recordEnd(shelf, live.get(id)?.process ?? process, ended),
  });
}

export async function recordEnd(
  { parts, rows, folderOf }: Shelf,
  process: BackgroundProcess,
  { total, ...ended }: Ended,
): Promise<void> {
  const { id, name, command, startedAt } = process;
  const endedAt = parts.clock();
  const { text } = await readScrubbedLog(folderOf(id), 'tail', lastOutputBytes, parts.scrubber);
  const durationMs = Math.max(0, endedAt - startedAt);
  const payload = { id, name, command, ...ended, durationMs, outputBytes: total, lastOutput: text };
  const after = { ...process, status: 'ended' as const, takesInput: false, endedAt, ...ended };
  await parts.events.append([{ type: 'process.ended', scope: scopeOf(process), payload }], () => rows.update(after));
}

export function scopeOf({ runId, taskId, conversationId, workerId }: BackgroundProcess) {
  return { runId, taskId, workerId, ...(conversationId === undefined ? {} : { conversationId }) };
}

function describe(
  { makeId, clock, scrubber, settings }: BackgroundParts,
  program: RunningProgram,
  { workerId }: Owner,
  { name, commandLine, maxMs, keep, scope }: NewProcess,
): BackgroundProcess {
  const startedAt = clock();
  const { runId, taskId, conversationId } = scope;
  const command = scrubber.text(commandLine);
  return {
    id: makeId('prc'),
    // It stands on screens, in messages and in what models read.
    name: printableLine(scrubber.text(name ?? command)).slice(0, longestName),
    command,
    pid: program.pid,
    ...{ runId, taskId, workerId, keep, startedAt },
    ...(conversationId === undefined ? {} : { conversationId }),
    status: 'running',
    takesInput: program.takesInput(),
    endsAt: startedAt + (maxMs ?? settings().minutes * 60_000),
  };
}
