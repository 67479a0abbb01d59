import { app, dialog } from 'electron';
import { type DatabaseCopy, databaseCopies, putBackCopy } from '../base/database-copies.ts';
import { dataPaths } from '../base/paths.ts';
import { acquireEngineLock } from '../gateway/engine-lock.ts';
import { hasEarlierAppImage, putBackAppImage } from './updates/replace-app-image.ts';
import { wayBackQuestion } from './way-back.ts';

/** Errors: `conflict` when another process has the data folder. */
function putBackAlone(dataFolder: string, copy: DatabaseCopy): void {
  const { database, lock } = dataPaths(dataFolder);
  const held = acquireEngineLock(lock);
  try {
    putBackCopy(database, copy, Date.now());
  } finally {
    held.release();
  }
}

/** Asks what is to be done after starts that failed, and does it. Resolves to whether this start goes on. Errors: `conflict`. */
export async function goBackIfWanted(dataFolder: string, failedBefore: number): Promise<boolean> {
  const { database } = dataPaths(dataFolder);
  const program = process.env['APPIMAGE'];
  const [copy] = databaseCopies(database);
  const question = wayBackQuestion({
    failedBefore,
    hasEarlierProgram: program !== undefined && hasEarlierAppImage(program),
    hasEarlierData: copy !== undefined,
  });
  if (!question) return true;
  const { message, detail, buttons } = question;
  const labels = buttons.map(({ label }) => label);
  const { response } = await dialog.showMessageBox({
    ...{ type: 'question', message, detail, buttons: labels },
    ...{ defaultId: 0, cancelId: 0, noLink: true },
  });
  const choice = buttons[response]?.choice;
  if (choice === 'quit') return false;
  if (copy && (choice === 'data' || choice === 'program-and-data')) putBackAlone(dataFolder, copy);
  if (!program || choice !== 'program-and-data') return true;
  putBackAppImage(program);
  app.relaunch({ execPath: program });
  return false;
}
