import { join } from 'node:path';
import type { BackgroundProcess, ProcessEnd, ProcessOutput, ProcessSignal } from '../../../contract/processes.ts';
import type { ShownCommand } from '../../base/commands/command-line.ts';
import { HeronError } from '../../base/errors.ts';
import type { ProgramGuard } from '../broker/programs/call-programs.ts';
import type { RunningProgram } from '../broker/programs/running-program.ts';
import { createEndGuard } from '../hosts/machine/end-guard.ts';
import { clearEnded, endStrays } from './ended-processes.ts';
import { adopt, type BackgroundParts, type Live, type NewProcess, recordEnd, scopeOf, type Shelf } from './adopt.ts';
import type { Ended } from './live-process.ts';
import type { LogPlace } from './process-log.ts';
import { type ProcessRows, processRows } from './process-rows.ts';
import { readScrubbedLog } from './scrubbed-log.ts';
import { createReaders, type Reader } from './readers.ts';
import { createRoom, type Owner } from './room.ts';

/** Programs that go on after the calls that started them. The engine owns them: none outlives it. */
export type BackgroundProcesses = {
  guard: ProgramGuard;
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

export function createBackgroundProcesses(parts: BackgroundParts): BackgroundProcesses {
  const logger = parts.logger.from('processes');
  const rows = processRows(parts.database);
  const folderOf = (id: string): string => join(parts.folder, id);
  const shelf: Shelf = {
    ...{ parts, logger, rows, folderOf, live: new Map(), guard: createEndGuard(logger) },
    clear: (ids) => clearEnded({ rows, events: parts.events, folderOf }, ids),
  };
  const { live, guard, clear } = shelf;
  const running = (): BackgroundProcess[] => [...live.values()].map(({ process }) => process);
  const room = createRoom({ settings: parts.settings, running });
  const record = (process: BackgroundProcess, ended: Ended): Promise<void> => recordEnd(shelf, process, ended);
  return {
    guard,
    adopt: async (program, owner, start) => {
      const release = room.take(owner);
      return adopt(shelf, program, owner, start).finally(release);
    },
    commandOf: (id) => live.get(id)?.command,
    ...readingCalls(shelf),
    ...changingCalls(shelf),
    endOfRun: (runId) =>
      endAll(
        [...live.values()].filter(({ process }) => process.runId === runId && !process.keep),
        'run',
      ),
    recover: () => endStrays({ rows, logger, record, folderOf, clear }),
    close: async () => void (await endAll([...live.values()], 'engine')),
  };
}

function readingCalls({
  parts,
  rows,
  live,
  folderOf,
}: Shelf): Pick<BackgroundProcesses, 'list' | 'get' | 'read' | 'poll'> {
  const readers = createReaders();

  async function read(id: string, place: LogPlace, maxBytes: number): Promise<ProcessOutput> {
    find(rows, id);
    return readScrubbedLog(folderOf(id), place, maxBytes, parts.scrubber);
  }

  return {
    list: ({ runId, workerId, status } = {}) =>
      rows
        .list(runId)
        .filter((each) => workerId === undefined || each.workerId === workerId)
        .filter((each) => status === undefined || each.status === status)
        .map((each) => withInput(each, live.get(each.id))),
    get: (id, workerId) => withInput(find(rows, id, workerId), live.get(id)),
    read,
    poll: async (id, reader, maxBytes) => {
      const output = await read(id, { offset: readers.placeOf(id, reader) }, maxBytes);
      readers.move(id, reader, output.end);
      return output;
    },
  };
}

function changingCalls({
  parts,
  rows,
  live,
  clear,
}: Shelf): Pick<BackgroundProcesses, 'write' | 'signal' | 'stop' | 'keep' | 'clear'> {
  function running(id: string): Live {
    const found = live.get(id);
    if (found) return found;
    throw new HeronError('conflict', `${find(rows, id).name} has ended`, { id });
  }

  return {
    write: (id, text, isLast) => running(id).program.write(text, isLast),
    signal: (id, signal) => running(id).program.signal(signal),
    stop: async (id, graceMs) => {
      find(rows, id);
      await live.get(id)?.end('stopped', graceMs);
      return find(rows, id);
    },
    keep: async (id, keep) => {
      const process = { ...find(rows, id), keep };
      const entry = live.get(id);
      if (entry) entry.process = process;
      await parts.events.append([{ type: 'process.kept', scope: scopeOf(process), payload: { id, keep } }], () =>
        rows.update(process),
      );
      return process;
    },
    clear: async ({ id, workerId }) => {
      if (id !== undefined && find(rows, id, workerId).status === 'running') {
        throw new HeronError('conflict', `${find(rows, id).name} is running; stop it first`, { id });
      }
      const ended = rows.list().filter((each) => each.status === 'ended' && (id === undefined || each.id === id));
      const own = ended.filter((each) => workerId === undefined || each.workerId === workerId);
      return clear(own.map((each) => each.id));
    },
  };
}

async function endAll(entries: Live[], why: ProcessEnd): Promise<string[]> {
  await Promise.allSettled(entries.map((each) => each.end(why)));
  return entries.map(({ process }) => process.name);
}

function find(rows: ProcessRows, id: string, workerId?: string): BackgroundProcess {
  const found = rows.get(id);
  if (found && (workerId === undefined || found.workerId === workerId)) return found;
  throw new HeronError('not-found', `There is no background process ${id}`, { id });
}

function withInput(process: BackgroundProcess, live: Live | undefined): BackgroundProcess {
  return { ...process, takesInput: live?.program.takesInput() ?? false };
}
