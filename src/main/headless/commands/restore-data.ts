import { existsSync } from 'node:fs';
import { databaseCopies, putBackCopy } from '../../base/database-copies.ts';
import { dataPaths } from '../../base/paths.ts';
import { acquireEngineLock } from '../../gateway/engine-lock.ts';
import { exitCode } from '../exit-code.ts';
import { timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export type RestoreOptions = { yes?: boolean };

/**
 * `heron restore`: the database as it was before the last upgrade, in the place of the one that is there, which is kept
 * beside it. Errors: `conflict` while Heron runs.
 */
export async function restoreData(
  { terminal, dataFolder }: { terminal: Terminal; dataFolder: string },
  options: RestoreOptions,
): Promise<number> {
  const { database, lock } = dataPaths(dataFolder);
  const [copy] = existsSync(dataFolder) ? databaseCopies(database) : [];
  if (!copy) {
    terminal.err(`There is no copy from before an upgrade beside ${database}`);
    return exitCode.failed;
  }
  const held = acquireEngineLock(lock);
  try {
    terminal.out(`${copy.file}, from ${timeText(copy.at)}`);
    if (!options.yes && !(await isWanted(terminal))) return exitCode.failed;
    const aside = putBackCopy(database, copy, Date.now());
    terminal.out(`It is in place again. What was there is ${aside}`);
    return exitCode.completed;
  } finally {
    held.release();
  }
}

async function isWanted(terminal: Terminal): Promise<boolean> {
  if (!terminal.isAttended) {
    terminal.err('Nobody is there to be asked; --yes puts it back');
    return false;
  }
  const answer = await terminal.ask(
    'What was done since then is not in it. Put it back? [y/N] ',
    terminal.outputClosed,
  );
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
