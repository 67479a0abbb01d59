import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBValue,
  StatementType,
} from '@duckdb/node-api';
import { HeronError } from '../../../base/errors.ts';
import type { Answer, FileSource, QueryValue, RoomRequest, TableShape } from '../wire.ts';

/** Files as tables, or a database of DuckDB's own, in a DuckDB that may touch nothing else. */
export async function askDuckdb(request: RoomRequest, source: FileSource): Promise<Answer> {
  const { sql, parameters, memoryMb } = request;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMb}MB`,
    temp_directory: '',
    // Rows come as they lie in the file only where order asks for it; keeping it would hold them all.
    preserve_insertion_order: source.kind === 'duckdb' ? 'false' : 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    const places = source.kind === 'files' ? source.tables.map(({ place }) => place) : [source.place];
    await connection.run(`SET allowed_paths = [${places.map(quotedText).join(', ')}]`);
    if (source.kind === 'duckdb') await attach(connection, source.place);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    if (source.kind === 'files') for (const table of source.tables) await define(connection, table);
    return await answerOf(connection, sql, parameters);
  } catch (error) {
    throw readable(error);
  }
}

async function attach(connection: DuckDBConnection, place: string): Promise<void> {
  await connection.run(`ATTACH ${quotedText(place)} AS asked (READ_ONLY)`);
  await connection.run('USE asked');
}

async function define(connection: DuckDBConnection, table: TableShape & { place: string }): Promise<void> {
  await connection.run(`CREATE VIEW ${quotedName(table.name)} AS SELECT ${columnsOf(table)} FROM ${readerOf(table)}`);
}

/** DuckDB would round 2.5 in silence where it is told to read whole numbers, and lose digits of long ones. */
function columnsOf({ format, columns = {} }: TableShape): string {
  const whole = Object.entries(columns).filter(([, type]) => format === 'csv' && type === 'BIGINT');
  if (whole.length === 0) return '*';
  const checked = whole.map(([name]) => {
    const column = quotedName(name);
    const told = `${quotedText(`The column ${name} holds whole numbers at first and further on `)} || ${column}`;
    const isWhole = `${column} IS NULL OR (${column} = trunc(${column}) AND abs(${column}) < 9007199254740992)`;
    return `CASE WHEN ${isWhole} THEN ${column}::BIGINT ELSE error(${told}) END AS ${column}`;
  });
  return `* REPLACE (${checked.join(', ')})`;
}

function readerOf({ format, place, delimiter = ',', columns }: TableShape & { place: string }): string {
  const path = quotedText(place);
  if (format === 'parquet') return `read_parquet(${path})`;
  if (format !== 'csv')
    return `read_json(${path}, format = '${format === 'json' ? 'array' : 'newline_delimited'}', sample_size = 100000)`;
  const types = Object.entries(columns ?? {}).map(
    ([name, type]) => `${quotedText(name)}: ${quotedText(type === 'BIGINT' ? 'DOUBLE' : type)}`,
  );
  const shape = `delim = ${quotedText(delimiter)}, quote = '"', escape = '"', header = true, nullstr = ''`;
  return `read_csv(${path}, ${shape}, auto_detect = false, columns = {${types.join(', ')}})`;
}

const reading = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

async function answerOf(connection: DuckDBConnection, sql: string, parameters: QueryValue[]): Promise<Answer> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw refusal('There are several statements, or none; give one');
  const statement = await statements.prepare(0);
  if (!reading.has(statement.statementType))
    throw refusal('This gives no rows or would change something; here one can only ask');
  if (statement.parameterCount !== parameters.length) {
    const message = `The statement has ${statement.parameterCount} parameters, and ${parameters.length} were given`;
    throw new HeronError('invalid-input', message, { field: 'parameters' });
  }
  statement.bind(parameters);
  const result = await statement.stream();
  return {
    columns: result.deduplicatedColumnNames(),
    changed: 0,
    async next() {
      try {
        const chunk = await result.fetchChunk();
        if (!chunk || chunk.rowCount === 0) return { rows: [], done: true };
        return { rows: chunk.getRows().map((row) => row.map(toValue)), done: false };
      } catch (error) {
        throw readable(error);
      }
    },
  };
}

function refusal(message: string): HeronError {
  return new HeronError('invalid-input', message, { field: 'sql' });
}

/** Wide integers are numbers where nothing is lost. */
function toValue(given: DuckDBValue): QueryValue {
  if (given === null || given === undefined) return null;
  if (typeof given === 'string' || typeof given === 'boolean') return given;
  if (typeof given === 'number') return Number.isFinite(given) ? given : String(given);
  if (typeof given === 'bigint') return Number.isSafeInteger(Number(given)) ? Number(given) : String(given);
  if (given instanceof DuckDBBlobValue) return `0x${Buffer.from(given.bytes).toString('hex')}`;
  // Dates, decimals, lists: each has a text of its own.
  return given.toString();
}

/** DuckDB says what is wrong with a statement; that is for the person who wrote it. */
function readable(error: unknown): unknown {
  if (error instanceof HeronError || !(error instanceof Error)) return error;
  const [said = ''] = error.message.split(/\n(?:Possible fixes|Possible solutions|\s*file = )/);
  const message = said.replaceAll(/\/proc\/self\/fd\/\d+/g, 'the file').slice(0, 2000);
  if (/out of memory/i.test(message))
    return new HeronError('limit-exceeded', `DuckDB: ${message}`, { limit: 'memory' });
  return new HeronError('invalid-input', `DuckDB: ${message}`, { field: 'sql' });
}

function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
