import type { Socket } from 'node:net';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { HostPrograms } from '../hosts/machine/programs.ts';
import type { Sandbox } from '../hosts/machine/sandbox.ts';
import type { OpenFile } from './open-file.ts';
import { startRoom } from './query-room.ts';
import { bareWords, refuseChange, refuseSeveral } from './read-only.ts';
import type { QueryValue, RoomSource, ServerKind, ServerPlace, Statement, TableShape } from './wire.ts';

/** What is asked: files that are open, or a server and a way to open connections to it. */
export type QuerySource =
  | { kind: 'files'; tables: (TableShape & OpenFile)[] }
  | ({ kind: 'duckdb' } & OpenFile)
  | (ServerPlace & { password: string | undefined; connect(signal: AbortSignal): Promise<Socket> });

export type OpenQuery = {
  columns: string[];
  /** Rows that were changed. */
  changed: number;
  /** Some rows at a time, until `done`. Errors: as `open`. */
  next(): Promise<{ rows: QueryValue[][]; done: boolean }>;
  /** Ends what runs, at the server too. */
  close(): Promise<void>;
};

/** Errors: `invalid-input` for what the database says of the statement, `limit-exceeded`, `network`, `unsupported`, `cancelled`. */
export type QueryRunner = {
  open(source: QuerySource, statement: Statement, signal: AbortSignal): Promise<OpenQuery>;
};

export type QueryRunnerParts = { sandbox: Promise<Sandbox>; programs: HostPrograms; logger: Logger };

const memoryMb = 1024;
/** So long a server may take to hear that a statement is called off. */
const callOffMs = 3000;

/** Asks databases in a process of its own for each statement: what it runs is native code, and what it hears is strangers'. */
export function createQueryRunner(parts: QueryRunnerParts): QueryRunner {
  return {
    async open(source, statement, signal) {
      if ('connect' in source) refuseStrange(source.kind, statement);
      const sandbox = await parts.sandbox;
      if (sandbox.missing !== undefined)
        throw new HeronError('unsupported', `Databases cannot be asked: ${sandbox.missing}`);
      const connection = 'connect' in source ? await source.connect(signal) : undefined;
      const room = startRoom({
        ...{ sandbox, programs: parts.programs, logger: parts.logger, memoryMb },
        files: filesOf(source),
        connection,
        connect: 'connect' in source ? () => source.connect(AbortSignal.timeout(callOffMs)) : undefined,
      });
      const late = setTimeout(() => room.end(tooLate(statement)), statement.timeMs + callOffMs);
      let isOver = false;
      async function close(): Promise<void> {
        if (isOver) return;
        isOver = true;
        clearTimeout(late);
        signal.removeEventListener('abort', stop);
        await room.callOff(callOffMs);
      }
      const stop = (): void => void close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        const request = { ...statement, source: roomSource(source, room.placeOf), memoryMb };
        const { columns, changed } = await room.ask('opened', { kind: 'open', request });
        return {
          ...{ columns, changed, close },
          async next() {
            const { rows, done } = await room.ask('rows', { kind: 'next' });
            if (done) await close();
            return { rows, done };
          },
        };
      } catch (error) {
        await close();
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}

/** Before anything is started for it. */
function refuseStrange(kind: ServerKind, { sql, changes }: Statement): void {
  if (changes) refuseSeveral(bareWords(sql, kind));
  else refuseChange(sql, kind);
}

function tooLate({ timeMs }: Statement): HeronError {
  return new HeronError('limit-exceeded', `The query was not done within ${timeMs} ms`, { timeMs });
}

function filesOf(source: QuerySource): OpenFile[] {
  if (source.kind === 'files') return source.tables;
  return source.kind === 'duckdb' ? [source] : [];
}

function roomSource(source: QuerySource, placeOf: (index: number) => string): RoomSource {
  if (source.kind === 'files') {
    const tables = source.tables.map(({ path: _path, file: _file, ...shape }, index) => ({
      ...shape,
      place: placeOf(index),
    }));
    return { kind: 'files', tables };
  }
  if (source.kind === 'duckdb') return { kind: 'duckdb', place: placeOf(0) };
  const { connect: _connect, ...place } = source;
  return place;
}
