import { join } from 'node:path';
import type { BackgroundProcess, ProcessEnd, ProcessOutput, ProcessSignal } from '../../../contract/processes.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { Clock } from '../../base/clock.ts';
import type { ShownCommand } from '../../base/commands/command-line.ts';
import type { Database } from '../../base/database.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { RunningProgram } from '../broker/programs/running-program.ts';
import { createEndGuard, type EndGuard } from '../hosts/machine/end-guard.ts';
import type { CallScope } from '../worker-call.ts';
import { clearEnded, endStrays } from './ended-processes.ts';
import { type Ended, followProcess, type LiveParts, type LiveProcess } from './live-process.ts';
import { type LogPlace, openProcessLog, readProcessLog } from './process-log.ts';
import { processRows } from './process-rows.ts';
import { createReaders, type Reader } from './readers.ts';
import { createRoom, type Owner } from './room.ts';

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

/** Programs that go on after the calls that started them. The engine owns them: none outlives it. */
export type BackgroundProcesses = {
  guard: Pick<EndGuard, 'watchGroup' | 'forgetGroup'>;
  /** Takes a program over; `owner` is whose place it takes. Errors: `limit-exceeded`, and nothing was taken over. */
  adopt(program: RunningProgram, owner: Owner, start: NewProcess): Promise<BackgroundProcess>;
  list(filter?: { runId?: string; workerId?: string; status?: BackgroundProcess['status'] }): BackgroundProcess[];
  /** Errors: `not-found`, also for what belongs to another worker. */
  get(id: string, workerId?: string): BackgroundProcess;
  /** How it was started; nothing of one that has ended. */
  commandOf(id: string): ShownCommand | undefined;
  read(id: string, place: LogPlace, maxBytes: number): Promise<ProcessOutput>;
  /** What is new since this reader asked last. */
  poll(id: string, reader: Reader, maxBytes: number): Promise<ProcessOutput>;
  /** Errors: `conflict`, when it has ended or takes no input. */
  write(id: string, text: string, isLast: boolean): Promise<void>;
  signal(id: string, signal: ProcessSignal): Promise<void>;
  /** Fine when it has ended already. */
  stop(id: string, graceMs?: number): Promise<BackgroundProcess>;
  keep(id: string, keep: boolean): Promise<BackgroundProcess>;
  /** Gives how many were forgotten. Errors: `conflict` for one that is running. */
  clear(filter: { id?: string | undefined; workerId?: string }): Promise<number>;
  /** Ends those of a run that are not to be kept. */
  endOfRun(runId: string): Promise<string[]>;
  /** Ends what a killed engine left, and says of all it had that they ended with it. */
  recover(): Promise<void>;
  close(): Promise<void>;
};

export type BackgroundParts = {
  database: Database;
  events: EventLog;
  makeId: MakeId;
  clock: Clock;
  logger: Logger;
  folder: string;
  scrub: ScrubText;
  /** Asked each time. */
  settings: () => Settings['background'];
};

export type Live = LiveProcess & { process: BackgroundProcess; command: ShownCommand };

const megabyte = 1024 * 1024;
const lastOutputBytes = 2000;
const longestName = 80;

export function createBackgroundProcesses(parts: BackgroundParts): BackgroundProcesses {
  const { clock, events, scrub } = parts;
  const logger = parts.logger.from('processes');
  const rows = processRows(parts.database);
  const live = new Map<string, Live>();
  const guard = createEndGuard(logger);
  const room = createRoom({
    settings: parts.settings,
    running: () => [...live.values()].map(({ process }) => process),
  });
  const readers = createReaders();
  const folderOf = (id: string): string => join(parts.folder, id);

  function get(id: string, workerId?: string): BackgroundProcess {
    const found = rows.get(id);
    if (!found || (workerId !== undefined && found.workerId !== workerId)) {
      throw new HeronError('not-found', `There is no background process ${id}`, { id });
    }
    return found;
  }

  function running(id: string): Live {
    const found = live.get(id);
    if (found) return found;
    throw new HeronError('conflict', `${get(id).name} has ended`, { id });
  }

  async function read(id: string, place: LogPlace, maxBytes: number): Promise<ProcessOutput> {
    get(id);
    const output = await readProcessLog(folderOf(id), place, maxBytes);
    return { ...output, text: scrub(output.text) };
  }

  async function recordEnd(process: BackgroundProcess, { total, ...ended }: Ended): Promise<void> {
    const { id, name, command, startedAt } = process;
    const endedAt = clock();
    const { text } = await readProcessLog(folderOf(id), 'tail', lastOutputBytes);
    const payload = { id, name, command, ...ended, durationMs: Math.max(0, endedAt - startedAt) };
    const after = { ...process, status: 'ended' as const, takesInput: false, endedAt, ...ended };
    await events.append(
      [
        {
          type: 'process.ended',
          scope: scopeOf(process),
          payload: { ...payload, outputBytes: total, lastOutput: text },
        },
      ],
      () => rows.update(after),
    );
  }

  function follow(
    process: BackgroundProcess,
    program: RunningProgram,
    made: Pick<LiveParts, 'log' | 'output'>,
  ): LiveProcess {
    const { id } = process;
    return followProcess({
      ...made,
      process,
      program,
      memoryMb: parts.settings().memoryMb,
      now: clock,
      onOutput: (total) => events.emit({ type: 'process.printed', scope: scopeOf(process), payload: { id, total } }),
      onLost: (error) => logger.error(`What ${process.name} says cannot be kept`, toFailure(error)),
      record: (ended) => recordEnd(live.get(id)?.process ?? process, ended),
    });
  }

  async function adopt(program: RunningProgram, owner: Owner, start: NewProcess): Promise<BackgroundProcess> {
    const release = room.take(owner);
    try {
      const process = describe(parts, program, owner, start);
      const output = program.detach();
      const { id, name, command, pid, endsAt, keep } = process;
      const log = await openProcessLog(folderOf(id), parts.settings().logMb * megabyte, output.forgotten);
      await events.append(
        [{ type: 'process.started', scope: scopeOf(process), payload: { id, name, command, pid, endsAt, keep } }],
        () => rows.insert(process, program),
      );
      const followed = follow(process, program, { log, output });
      live.set(id, { ...followed, process, command: start.command });
      followed.ended
        .catch((error: unknown) => logger.error(`The end of ${name} could not be recorded`, toFailure(error)))
        .finally(() => {
          live.delete(id);
          guard.forgetGroup(pid, program.mark);
        });
      return process;
    } catch (error) {
      await program.close();
      throw error;
    } finally {
      release();
    }
  }

  async function end(entries: Live[], why: ProcessEnd): Promise<string[]> {
    await Promise.allSettled(entries.map((each) => each.end(why)));
    return entries.map(({ process }) => process.name);
  }

  return {
    guard,
    adopt,
    list: ({ runId, workerId, status } = {}) =>
      rows
        .list(runId)
        .filter((each) => workerId === undefined || each.workerId === workerId)
        .filter((each) => status === undefined || each.status === status)
        .map((each) => withInput(each, live.get(each.id))),
    get: (id, workerId) => withInput(get(id, workerId), live.get(id)),
    commandOf: (id) => live.get(id)?.command,
    read,
    poll: async (id, reader, maxBytes) => {
      const output = await read(id, { offset: readers.placeOf(id, reader) }, maxBytes);
      readers.move(id, reader, output.end);
      return output;
    },
    write: (id, text, isLast) => running(id).program.write(text, isLast),
    signal: (id, signal) => running(id).program.signal(signal),
    stop: async (id, graceMs) => {
      get(id);
      await live.get(id)?.end('stopped', graceMs);
      return get(id);
    },
    keep: async (id, keep) => {
      const process = { ...get(id), keep };
      const entry = live.get(id);
      if (entry) entry.process = process;
      await events.append([{ type: 'process.kept', scope: scopeOf(process), payload: { id, keep } }], () =>
        rows.update(process),
      );
      return process;
    },
    clear: async ({ id, workerId }) => {
      if (id !== undefined && get(id, workerId).status === 'running') {
        throw new HeronError('conflict', `${get(id).name} is running; stop it first`, { id });
      }
      const ended = rows.list().filter((each) => each.status === 'ended' && (id === undefined || each.id === id));
      const own = ended.filter((each) => workerId === undefined || each.workerId === workerId);
      own.forEach((each) => readers.forget(each.id));
      return clearEnded(
        { rows, events, folderOf },
        own.map((each) => each.id),
      );
    },
    endOfRun: (runId) =>
      end(
        [...live.values()].filter(({ process }) => process.runId === runId && !process.keep),
        'run',
      ),
    recover: () =>
      endStrays({
        rows,
        logger,
        record: recordEnd,
        folderOf,
        clear: (ids) => clearEnded({ rows, events, folderOf }, ids),
      }),
    close: async () => void (await end([...live.values()], 'engine')),
  };
}

export function scopeOf({ runId, taskId, conversationId, workerId }: BackgroundProcess) {
  return { runId, taskId, workerId, ...(conversationId === undefined ? {} : { conversationId }) };
}

function withInput(process: BackgroundProcess, live: Live | undefined): BackgroundProcess {
  return { ...process, takesInput: live?.program.takesInput() ?? false };
}

function describe(
  { makeId, clock, scrub, settings }: BackgroundParts,
  program: RunningProgram,
  { workerId }: Owner,
  { name, commandLine, maxMs, keep, scope }: NewProcess,
): BackgroundProcess {
  const startedAt = clock();
  const { runId, taskId, conversationId } = scope;
  const command = scrub(commandLine);
  return {
    id: makeId('prc'),
    name: scrub(name ?? command).slice(0, longestName),
    command,
    pid: program.pid,
    ...{ runId, taskId, workerId, keep, startedAt },
    ...(conversationId === undefined ? {} : { conversationId }),
    status: 'running',
    takesInput: program.takesInput(),
    endsAt: startedAt + (maxMs ?? settings().minutes * 60_000),
  };
}
