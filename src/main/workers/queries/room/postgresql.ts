import type { Socket } from 'node:net';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { HeronError, systemCode } from '../../../base/errors.ts';
import type { Answer, QueryValue, RoomRequest, ServerPlace } from '../wire.ts';
import type { Connections } from './connections.ts';

const rowsAtOnce = 500;

type Place = ServerPlace & { password?: string | undefined };

/** One statement in a transaction of its own, which the server itself keeps from changing anything unless that is wanted. The protocol takes one only. */
export async function askPostgresql(request: RoomRequest, place: Place, connections: Connections): Promise<Answer> {
  const { sql, parameters, changes, timeMs } = request;
  const client = new pg.Client({
    ...{ host: place.host, port: place.port, database: place.database, user: place.user },
    password: place.password ?? '',
    stream: () => alreadyOpen(connections.first()),
    ssl: place.tls ? { servername: place.host } : false,
    application_name: 'Heron',
    types: { getTypeParser: (type: number) => parserOf(type) },
  });
  // What ends the connection is told by what waits for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    connections.callOff = () => callOff(client, connections);
    await client.query(`SET statement_timeout = ${timeMs}`);
    await client.query(changes ? 'BEGIN' : 'BEGIN TRANSACTION READ ONLY');
    return await answerOf(client, { sql, parameters, changes });
  } catch (error) {
    throw readable(error, timeMs);
  }
}

type Asked = Pick<RoomRequest, 'sql' | 'parameters' | 'changes'>;

async function answerOf(client: pg.Client, { sql, parameters, changes }: Asked): Promise<Answer> {
  const cursor = client.query(new Cursor<QueryValue[]>(sql, parameters, { rowMode: 'array' }));
  let columns: string[] = [];
  let changed = 0;
  const read = (): Promise<QueryValue[][]> =>
    new Promise((resolve, reject) => {
      cursor.read(rowsAtOnce, (error, rows, result) => {
        if (error) return reject(error);
        columns = result.fields.map(({ name }) => name);
        changed = result.rowCount ?? 0;
        resolve(rows);
      });
    });
  let first: QueryValue[][] | undefined = await read();
  if (changes) {
    await cursor.close();
    await client.query('COMMIT');
    return { columns, changed: columns.length > 0 ? first.length : changed, next: nothing };
  }
  return {
    columns,
    changed: 0,
    async next() {
      const rows = first ?? (await read());
      first = undefined;
      return { rows, done: rows.length < rowsAtOnce };
    },
  };
}

async function nothing(): Promise<{ rows: QueryValue[][]; done: boolean }> {
  return { rows: [], done: true };
}

/** A request on a connection of its own (PostgreSQL's protocol, 54.2.7): what runs on the first one then stops. */
async function callOff(client: pg.Client, connections: Connections): Promise<void> {
  const { processID, secretKey } = client as unknown as { processID?: number; secretKey?: number };
  if (processID === undefined || secretKey === undefined) return;
  const socket = connections.second();
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(80_877_102, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  socket.end(message);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()).resume());
}

/** The library wants to connect by itself; this one is connected. */
function alreadyOpen(socket: Socket): Socket {
  socket.connect = () => {
    setImmediate(() => socket.emit('connect'));
    return socket;
  };
  socket.setNoDelay = () => socket;
  socket.setKeepAlive = () => socket;
  return socket;
}

const types = { bool: 16, int8: 20, int2: 21, int4: 23, oid: 26, float4: 700, float8: 701, bytea: 17 };
const numbers = new Set([types.int2, types.int4, types.oid, types.float4, types.float8]);

/** Decimals, times and all else stay the text that the server gives: nothing is rounded. */
function parserOf(type: number): (text: string) => QueryValue {
  if (type === types.bool) return (text) => text === 't';
  if (numbers.has(type)) return (text) => (Number.isFinite(Number(text)) ? Number(text) : text);
  if (type === types.int8) return (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
  if (type === types.bytea) return (text) => text.replace(/^\\x/, '0x');
  return (text) => text;
}

function readable(error: unknown, timeMs: number): unknown {
  if (error instanceof HeronError || !(error instanceof Error)) return error;
  const code = systemCode(error) ?? '';
  const message = `PostgreSQL: ${error.message}`;
  if (code === '57014')
    return new HeronError('limit-exceeded', `The query was not done within ${timeMs} ms`, { timeMs });
  if (code === '25006')
    return new HeronError('invalid-input', `${message}; what changes a server is another action (database.write)`, {
      field: 'sql',
    });
  if (/^(?:28|3D)/.test(code)) return new HeronError('invalid-input', message, { field: 'server', code });
  if (/^[0-9A-Z]{5}$/.test(code) && !/^(?:08|53|57|58|XX)/.test(code))
    return new HeronError('invalid-input', message, { field: 'sql', code });
  return new HeronError('network', message, code === '' ? {} : { code });
}
