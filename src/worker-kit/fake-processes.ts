import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { BackgroundStatus, ProcessText, WorkerProcesses } from './context.ts';
import { WorkerFailure } from './failure.ts';

type FakeProcess = {
  status: BackgroundStatus;
  child: ChildProcessWithoutNullStreams;
  said: Uint8Array[];
  read: number;
};

export type FakeProcesses = {
  processes: WorkerProcesses;
  /** Takes a program over, with what it said so far. */
  adopt(
    child: ChildProcessWithoutNullStreams,
    start: { name: string; said: Uint8Array[]; maxMs?: number },
  ): BackgroundStatus;
  /** Nothing outlives the test. */
  endAll(): void;
};

/** The background processes of a test: real ones, whose output is kept in memory. */
export function fakeProcesses(): FakeProcesses {
  const known = new Map<string, FakeProcess>();

  return {
    adopt(child, { name, said, maxMs = 1_800_000 }) {
      const id = `prc_${String(known.size + 1).padStart(26, '0')}`;
      const startedAt = Date.now();
      const status: BackgroundStatus = {
        ...{ id, name, command: name, pid: child.pid ?? 0, runId: 'run_01JD0000000000000000000000', taskId: 'task' },
        ...{ status: 'running', takesInput: true, startedAt, endsAt: startedAt + maxMs },
        ...{ endedAt: null, exitCode: null, signal: null, end: null },
      };
      const entry: FakeProcess = { status, child, said, read: 0 };
      known.set(id, entry);
      child.on('close', (exitCode, signal) => {
        const end = entry.status.end ?? 'exit';
        entry.status = {
          ...entry.status,
          status: 'ended',
          takesInput: false,
          endedAt: Date.now(),
          exitCode,
          signal,
          end,
        };
      });
      return status;
    },
    endAll: () => known.forEach(({ child }) => void child.kill('SIGKILL')),
    processes: processesOf(known),
  };
}

function textFrom({ said }: FakeProcess, start: number, maxBytes: number): ProcessText {
  const bytes = Buffer.concat(said);
  const part = bytes.subarray(start, start + maxBytes);
  return { text: part.toString(), start, end: start + part.byteLength, total: bytes.byteLength, dropped: 0 };
}

function processesOf(known: Map<string, FakeProcess>): WorkerProcesses {
  function find(id: string): FakeProcess {
    const found = known.get(id);
    if (!found) throw new WorkerFailure('not-found', `There is no background process ${id}`, { id });
    return found;
  }

  return {
    list: async () => [...known.values()].map(({ status }) => status).toReversed(),
    read: async (id, place, maxBytes) => {
      const entry = find(id);
      const total = Buffer.concat(entry.said).byteLength;
      const start = place === 'head' ? 0 : place === 'tail' ? Math.max(0, total - maxBytes) : place.offset;
      return textFrom(entry, start, maxBytes);
    },
    poll: async (id, maxBytes) => {
      const entry = find(id);
      const news = textFrom(entry, entry.read, maxBytes);
      entry.read = news.end;
      return news;
    },
    write: async (id, text, { end = false } = {}) => {
      const { status, child } = find(id);
      if (status.status === 'ended') throw new WorkerFailure('conflict', `${status.name} has ended`, { id });
      child.stdin.write(text);
      if (end) child.stdin.end();
    },
    signal: async (id, signal) => void find(id).child.kill(signal as NodeJS.Signals),
    stop: async (id) => {
      const entry = find(id);
      if (entry.status.status === 'running') {
        entry.status = { ...entry.status, end: 'stopped' };
        const closed = new Promise((resolve) => entry.child.on('close', resolve));
        entry.child.kill('SIGTERM');
        await closed;
      }
      return entry.status;
    },
    clear: async (id) => {
      const ended = [...known.values()].filter(({ status }) => status.status === 'ended');
      const wanted = ended.filter(({ status }) => id === undefined || status.id === id);
      wanted.forEach(({ status }) => known.delete(status.id));
      return wanted.length;
    },
  };
}
