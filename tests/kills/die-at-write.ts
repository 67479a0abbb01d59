import Sqlite from 'better-sqlite3';

/**
 * Loaded into an engine before its program (`node --import`): the process is gone at one of its writes, as with a power switch.
 * HERON_DIE_AT_WRITE is `before 17` (its rows are written, not yet committed) or `after 17` (committed, and nobody knows yet).
 */
const [when, number] = (process.env['HERON_DIE_AT_WRITE'] ?? '').split(' ');
const fatal = Number(number);
let writes = 0;
let isWriting = false;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // until the signal is there
}

function counted<Result>(database: Sqlite.Database, write: (beforeCommit: () => void) => Result): Result {
  if (isWriting || !database.name.endsWith('heron.db')) return write(() => {});
  writes += 1;
  const isFatal = writes === fatal;
  isWriting = true;
  try {
    return write(() => isFatal && when === 'before' && die());
  } finally {
    isWriting = false;
    if (isFatal) die();
  }
}

type Run = (this: Sqlite.Statement, ...values: unknown[]) => Sqlite.RunResult;

if (fatal > 0) {
  const { prototype } = Sqlite;
  const transaction = prototype.transaction;
  prototype.transaction = function (this: Sqlite.Database, body: (...args: unknown[]) => unknown) {
    return (...args: unknown[]) =>
      counted(this, (beforeCommit) =>
        transaction.call(this, () => {
          const result = body(...args);
          beforeCommit();
          return result;
        })(),
      );
  } as typeof transaction;

  const probe = new Sqlite(':memory:');
  const statement = Object.getPrototypeOf(probe.prepare('SELECT 1')) as { run: Run };
  probe.close();
  const run = statement.run;
  statement.run = function (...values) {
    if (this.readonly || this.database.inTransaction) return run.apply(this, values);
    return counted(this.database, (beforeCommit) => {
      beforeCommit();
      return run.apply(this, values);
    });
  };
}
