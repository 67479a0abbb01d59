import type { Readable } from 'node:stream';
import mysql, { type Connection, type FieldPacket, type ResultSetHeader } from 'mysql2';
import { HeronError } from '../../../base/errors.ts';
import type { Answer, QueryValue, RoomRequest, ServerPlace } from '../wire.ts';
import type { Connections } from './connections.ts';

const rowsAtOnce = 500;

type Place = ServerPlace & { password?: string | undefined };

/** As for PostgreSQL: one statement, prepared, in a transaction that the server keeps from changing anything unless that is wanted. */
export async function askMysql(request: RoomRequest, place: Place, connections: Connections): Promise<Answer> {
  const { sql, parameters, changes, timeMs } = request;
  const connection = open(place, () => connections.first());
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    connection.on('error', () => undefined);
    connections.callOff = () => callOff(connection, place, connections);
    await limitTime(connection, timeMs);
    await run(connection, changes ? 'START TRANSACTION' : 'START TRANSACTION READ ONLY');
    if (changes) return await change(connection, sql, parameters);
    return await read(connection, sql, parameters, timeMs);
  } catch (error) {
    throw readable(error, timeMs);
  }
}

function open(place: Place, stream: () => unknown): Connection {
  return mysql.createConnection({
    ...{ user: place.user, database: place.database, password: place.password ?? '', stream },
    ...(place.tls ? { ssl: { rejectUnauthorized: true, servername: place.host } as object } : {}),
    ...{ charset: 'utf8mb4', timezone: 'Z', multipleStatements: false, rowsAsArray: true, enableKeepAlive: false },
    ...{ supportBigNumbers: true, dateStrings: true, infileStreamFactory: undefined, flags: ['-LOCAL_FILES'] },
  });
}

/** MariaDB and MySQL call it differently. */
async function limitTime(connection: Connection, timeMs: number): Promise<void> {
  try {
    await run(connection, `SET SESSION max_statement_time = ${timeMs / 1000}`);
  } catch {
    await run(connection, `SET SESSION max_execution_time = ${timeMs}`);
  }
}

function run(connection: Connection, sql: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

async function change(connection: Connection, sql: string, parameters: QueryValue[]): Promise<Answer> {
  const header = await new Promise<ResultSetHeader>((resolve, reject) => {
    connection.execute(sql, parameters, (error, result) =>
      error ? reject(error) : resolve(result as unknown as ResultSetHeader),
    );
  });
  await run(connection, 'COMMIT');
  return { columns: [], changed: header.affectedRows ?? 0, next: async () => ({ rows: [], done: true }) };
}

async function read(connection: Connection, sql: string, parameters: QueryValue[], timeMs: number): Promise<Answer> {
  const query = connection.execute(sql, parameters);
  const columns = new Promise<string[]>((resolve, reject) => {
    query.once('fields', (fields: FieldPacket[] | undefined) => resolve((fields ?? []).map(({ name }) => name)));
    query.once('error', reject);
  });
  const stream: Readable = query.stream({ highWaterMark: rowsAtOnce });
  const rows = stream[Symbol.asyncIterator]() as AsyncIterator<unknown[]>;
  columns.catch(() => undefined); // the rows tell as well
  let first: IteratorResult<unknown[]> | undefined = await rows.next();
  const names = first.done ? await Promise.race([columns, Promise.resolve<string[]>([])]) : await columns;
  return {
    columns: names,
    changed: 0,
    async next() {
      const batch: QueryValue[][] = [];
      try {
        while (batch.length < rowsAtOnce) {
          const step = first ?? (await rows.next());
          first = undefined;
          if (step.done) return { rows: batch, done: true };
          batch.push(step.value.map(toValue));
        }
      } catch (error) {
        throw readable(error, timeMs);
      }
      return { rows: batch, done: false };
    },
  };
}

/** A second connection says to the server what is to stop on the first. */
async function callOff(running: Connection, place: Place, connections: Connections): Promise<void> {
  const { threadId } = running;
  if (!threadId) return;
  const socket = connections.second();
  const other = open(place, () => socket);
  other.on('error', () => undefined);
  try {
    await run(other, `KILL QUERY ${threadId}`);
  } finally {
    other.destroy();
    running.destroy();
  }
}

function toValue(given: unknown): QueryValue {
  if (given === null || given === undefined) return null;
  if (typeof given === 'number' || typeof given === 'string' || typeof given === 'boolean') return given;
  if (given instanceof Uint8Array) return `0x${Buffer.from(given).toString('hex')}`;
  return typeof given === 'bigint' ? String(given) : JSON.stringify(given);
}

const late = new Set([1317, 1969, 3024]);
const readOnly = 1792;

function readable(error: unknown, timeMs: number): unknown {
  if (error instanceof HeronError || !(error instanceof Error)) return error;
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  const message = `MySQL: ${error.message}`;
  if (late.has(number))
    return new HeronError('limit-exceeded', `The query was not done within ${timeMs} ms`, { timeMs });
  if (number === readOnly)
    return new HeronError('invalid-input', `${message}; what changes a server is another action (database.write)`, {
      field: 'sql',
    });
  if (number === 1044 || number === 1045 || number === 1049)
    return new HeronError('invalid-input', message, { field: 'server', code: number });
  if (number >= 1000 && number < 2000) return new HeronError('invalid-input', message, { field: 'sql', code: number });
  return new HeronError('network', message, number === 0 ? {} : { code: number });
}
