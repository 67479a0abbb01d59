/**
 * The process that asks databases: it works on one statement, reaches nothing but the files and connections that it was
 * handed, and ends when its input does.
 */
import { createInterface } from 'node:readline';
import { toFailure } from '../../../base/errors.ts';
import type { Answer, FromRoom, RoomRequest, ToRoom } from '../wire.ts';
import { openConnections } from './connections.ts';

let answer: Promise<Answer> | undefined;
let turn: Promise<void> = Promise.resolve();

function tell(message: FromRoom): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

const connections = openConnections(() => tell({ kind: 'connect' }));

/** Each is loaded only when it is asked for. */
async function ask(request: RoomRequest): Promise<Answer> {
  const { source } = request;
  if (source.kind === 'files' || source.kind === 'duckdb')
    return (await import('./duckdb.ts')).askDuckdb(request, source);
  if (source.kind === 'postgresql')
    return (await import('./postgresql.ts')).askPostgresql(request, source, connections);
  return (await import('./mysql.ts')).askMysql(request, source, connections);
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tell({ kind: 'failed', failure: toFailure(error) });
  }
}

function open(request: RoomRequest): Promise<void> {
  return guarded(async () => {
    answer = ask(request);
    const { columns, changed } = await answer;
    tell({ kind: 'opened', columns, changed });
  });
}

function page(): Promise<void> {
  return guarded(async () => {
    const rows = await (await answer)?.next();
    if (rows) tell({ kind: 'rows', ...rows });
  });
}

async function inTurn(before: Promise<void>, message: Exclude<ToRoom, { kind: 'cancel' }>): Promise<void> {
  await before;
  await (message.kind === 'open' ? open(message.request) : page());
}

/** Not after what runs: it is to end that. */
async function cancel(): Promise<void> {
  await connections.callOff?.().catch(() => undefined);
  tell({ kind: 'ended' });
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const message = JSON.parse(line) as ToRoom;
    if (message.kind === 'cancel') void cancel();
    else turn = inTurn(turn, message);
  })
  // What is still being worked out is wanted by nobody.
  .on('close', () => process.kill(process.pid, 'SIGKILL'));
