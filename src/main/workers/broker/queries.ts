import { connect as connectTo, type Socket } from 'node:net';
import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError } from '../../base/errors.ts';
import type { AskedSource } from '../../../worker-kit/context.ts';
import type { OpenFile } from '../queries/open-file.ts';
import type { OpenQuery, QuerySource } from '../queries/query-runner.ts';
import type { BrokerCall } from './broker-call.ts';
import { openAllowed } from './files-read.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { networkError } from './network/network-error.ts';
import { type Address, hostOf, resolveHost } from './network/resolve-host.ts';
import { Handle, Path } from './parameters.ts';

const asking: HandleKind<OpenQuery> = { label: 'query', close: (query) => query.close() };

const Name = z.string().min(1).max(256);
const Table = strictObject(() => ({
  path: Path,
  name: Name,
  format: z.enum(['csv', 'json', 'ndjson', 'parquet']),
  delimiter: z.string().length(1).optional(),
  columns: z.record(z.string().max(1000), z.enum(['VARCHAR', 'BIGINT', 'DOUBLE', 'BOOLEAN'])).optional(),
}));
const Server = strictObject(() => ({
  kind: z.enum(['postgresql', 'mysql']),
  host: z.string().regex(/^[A-Za-z0-9_.:-]{1,253}$/, 'expected a host'),
  port: z.int().min(1).max(65_535),
  database: z.string().max(256),
  user: Name,
  password: z.string().max(256).optional(),
  tls: z.boolean(),
}));

const open = method('queries.open', {
  parameters: strictObject(() => ({
    source: z.union([
      strictObject(() => ({ kind: z.literal('files'), tables: z.array(Table).min(1).max(32) })),
      strictObject(() => ({ kind: z.literal('duckdb'), path: Path })),
      Server,
    ]) as z.ZodType<AskedSource>,
    sql: z.string().min(1).max(1_000_000),
    parameters: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).max(10_000),
    changes: z.boolean(),
    timeMs: z.int().min(1).max(3_600_000),
  })),
  async run(call, { source, ...statement }) {
    const { handle, thing } = await call.handles.open(asking, async () => {
      const opened: OpenFile[] = [];
      try {
        return await call.queries.open(await allowed(call, source, opened), statement, call.signal);
      } catch (error) {
        throw withoutSecrets(call, error);
      } finally {
        // The process that asks has them by then.
        await Promise.all(opened.map(({ file }) => file.close()));
      }
    });
    const { changed } = thing;
    return { value: { handle, columns: thing.columns.map(call.secrets.hide), changed } };
  },
});

/** Judges all that is asked for before anything runs. */
async function allowed(call: BrokerCall, source: AskedSource, opened: OpenFile[]): Promise<QuerySource> {
  const openFile = async (path: string): Promise<OpenFile> => {
    const { file, path: target } = await openAllowed(call, 'queries.open', path);
    opened.push({ path: target, file });
    return { path: target, file };
  };
  if (source.kind === 'duckdb') return { kind: 'duckdb', ...(await openFile(source.path)) };
  if (source.kind !== 'files') return allowedServer(call, source);
  const tables: Extract<QuerySource, { kind: 'files' }>['tables'] = [];
  for (const { path, ...shape } of source.tables) tables.push({ ...shape, ...(await openFile(path)) });
  return { kind: 'files', tables };
}

type AskedServer = Extract<AskedSource, { host: string }>;

const names = { postgresql: 'PostgreSQL', mysql: 'MySQL' } as const;

async function allowedServer(call: BrokerCall, server: AskedServer): Promise<QuerySource> {
  const { kind, host, port, database, user, tls, password: handle } = server;
  const url = new URL(`${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`);
  const target = hostOf(url);
  const detail = `${names[kind]} at ${target}:${port}, database ${database} as ${user}`;
  const need = { capability: 'net', target, detail } as const;
  await call.access.allow('queries.open', need);
  const addresses = await resolveHost(target, call.lookUp, call.signal);
  if (addresses.length === 0) {
    const message = `${target} leads into this machine or its network; such a place must be allowed by its address`;
    call.access.refuse('queries.open', need, { rule: 'private address', message });
  }
  const password = handle === undefined ? undefined : await call.secrets.passwordFor(handle, url);
  await call.noteAnswer({ host: target, url: url.href });
  const connect = (signal: AbortSignal): Promise<Socket> => connectOnce(addresses, port, target, signal);
  return { kind, host: target, port, database, user, tls, password, connect };
}

/** To one of exactly these addresses. */
async function connectOnce(addresses: Address[], port: number, host: string, signal: AbortSignal): Promise<Socket> {
  let last: unknown;
  for (const { address } of addresses) {
    try {
      return await connected(connectTo({ host: address, port, signal }));
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
  }
  throw networkError(last, host);
}

function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject).on('error', () => undefined);
      resolve(socket);
    });
  });
}

const next = method('queries.next', {
  parameters: strictObject(() => ({ handle: Handle })),
  run: (call, { handle }) =>
    call.handles.use(asking, handle, async (query) => {
      try {
        const { rows, done } = await query.next();
        if (done) call.handles.forget(handle);
        if (rows.length === 0) return { value: { done } };
        return { value: { done }, bytes: Buffer.from(call.secrets.hide(JSON.stringify(rows))) };
      } catch (error) {
        throw withoutSecrets(call, error);
      }
    }),
});

const close = method('queries.close', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    await call.handles.close([asking], handle);
    return { value: null };
  },
});

/** A server may say again what it was told. */
function withoutSecrets(call: BrokerCall, error: unknown): unknown {
  if (!(error instanceof HeronError)) return error;
  return new HeronError(error.code, call.secrets.hide(error.message), error.details);
}

export const queryMethods = [open, next, close];
