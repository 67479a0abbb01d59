import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Opened, withDatabase } from './open-database.ts';
import { isDuckdb } from './place.ts';
import { boundOf, withinTime } from './run-statement.ts';

type Input = Actions['change']['input'];

/** All statements or none: the file is replaced when everything has been done in the copy. */
export const change: ActionRun<Input, Actions['change']['output']> = async (input, context) => {
  const { file, sql, parameters, timeMs } = input;
  if (await isDuckdb(file, context))
    return fail('unsupported', `${file} is a DuckDB database: it can be asked and exported, and not changed`, {
      path: file,
    });
  return withDatabase(
    file,
    context,
    async (opened) => {
      const bind = boundOf(parameters);
      const before = opened.database.changes(true);
      await withinTime(opened, timeMs, async () => {
        opened.database.transaction(() => opened.database.exec({ sql, ...(bind ? { bind } : {}) }));
      });
      const changed = opened.database.changes(true) - before;
      refuseBroken(opened);
      await refuseOther(file, opened, context);
      const bytes = opened.sqlite.capi.sqlite3_js_db_export(opened.database);
      const status = await context.files.status(file);
      await context.files.write(file, bytes, { overwrite: true, ...(status ? { mode: status.mode } : {}) });
      return { file, changed, bytes: bytes.byteLength };
    },
    { willChange: true },
  );
};

function refuseBroken({ database }: Opened): void {
  const broken = database.selectValue('SELECT count(*) FROM pragma_foreign_key_check');
  if (Number(broken) > 0)
    fail('conflict', `${Number(broken)} rows would refer to rows that are not there; nothing was changed`, { broken });
}

/** Somebody else may have written while this was worked out. */
async function refuseOther(file: string, { bytes, modifiedAt }: Opened, context: WorkerContext): Promise<void> {
  const status = await context.files.status(file);
  const log = await context.files.status(`${file}-wal`);
  if (status?.size === bytes && status.modifiedAt === modifiedAt && !(log && log.size > 0)) return;
  fail('conflict', `${file} was changed by somebody else in the meantime; nothing was written`, { path: file });
}
