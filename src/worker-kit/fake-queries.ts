import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fakeQueryRunner } from '../main/workers/queries/fake-query-runner.ts';
import type { OpenFile } from '../main/workers/queries/open-file.ts';
import type { OpenQuery, QuerySource } from '../main/workers/queries/query-runner.ts';
import type { AskedSource, AskedValue, WorkerFiles, WorkerQueries } from './context.ts';
import { WorkerFailure } from './failure.ts';

type Parts = {
  files: WorkerFiles;
  hosts: string[];
  signal: AbortSignal;
  /** Puts the value of a secret in the place of its handle. */
  fillIn(text: string, url: URL): string;
};

const runner = fakeQueryRunner(tmpdir());

/** Asks databases for real, in the room that the engine asks them in; permissions are lists. */
export function fakeQueries(parts: Parts): WorkerQueries {
  return {
    async open({ source, sql, parameters = [], changes = false, timeMs }) {
      const opened: OpenFile[] = [];
      let query: OpenQuery;
      try {
        query = await runner.open(
          await allowed(parts, source, opened),
          { sql, parameters, changes, timeMs },
          parts.signal,
        );
      } catch (error) {
        parts.signal.throwIfAborted();
        throw asFailure(error);
      } finally {
        await Promise.all(opened.map(({ file }) => file.close()));
      }
      const { columns, changed, close } = query;
      return { columns, changed, close, rows: rowsOf(query, parts.signal) };
    },
  };
}

async function* rowsOf(query: OpenQuery, signal: AbortSignal): AsyncGenerator<AskedValue[][]> {
  try {
    for (let isDone = false; !isDone;) {
      const { rows, done } = await query.next();
      isDone = done;
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw asFailure(error);
  } finally {
    await query.close();
  }
}

function asFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const details = 'details' in error ? (error.details as Record<string, unknown> | undefined) : undefined;
  return new WorkerFailure(error.code, error.message, details);
}

async function allowed(parts: Parts, source: AskedSource, opened: OpenFile[]): Promise<QuerySource> {
  const openFile = async (path: string): Promise<OpenFile> => {
    await parts.files.status(path);
    const file = { path, file: await open(path) };
    opened.push(file);
    return file;
  };
  if (source.kind === 'duckdb') return { kind: 'duckdb', ...(await openFile(source.path)) };
  if (source.kind === 'files') {
    const tables: Extract<QuerySource, { kind: 'files' }>['tables'] = [];
    for (const { path, ...shape } of source.tables) tables.push({ ...shape, ...(await openFile(path)) });
    return { kind: 'files', tables };
  }
  const { host, port, tls, password } = source;
  if (!parts.hosts.includes(host)) {
    const details = { capability: 'net', target: host };
    throw new WorkerFailure('permission-denied', `The worker may not reach ${host}`, details);
  }
  const url = new URL(`${tls ? 'https' : 'http'}://${host}:${port}`);
  return {
    ...source,
    password: password === undefined ? undefined : parts.fillIn(password, url),
    connect: async (signal) => {
      const socket = connect({ host, port, signal });
      try {
        await once(socket, 'connect');
      } catch (error) {
        throw new WorkerFailure('network', `${host} refuses the connection`, { cause: String(error) });
      }
      return socket.on('error', () => undefined);
    },
  };
}
