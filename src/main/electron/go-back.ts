import { type DatabaseCopy, putBackCopy } from '../base/database-copies.ts';
import { dataPaths } from '../base/paths.ts';
import { acquireEngineLock } from '../gateway/engine-lock.ts';
import { passOver } from './updates/passed-over.ts';
import { putBackAppImage } from './updates/earlier-app-image.ts';
import { findEarlier, type WayBack, wayBackQuestion, type WayBackQuestion } from './way-back.ts';

export type GoingBack = {
  dataFolder: string;
  /** The version that runs, and the AppImage it runs from, if it is one. */
  version: string;
  program: string | undefined;
  failedBefore: number;
  ask: (question: WayBackQuestion) => Promise<WayBack>;
  startAgain: (program: string) => void;
};

/**
 * Asks what is to be done after starts that failed, and does it. Resolves to whether this start goes on. Errors: `conflict`
 * when another process has the data folder; then nothing was changed.
 */
export async function goBackIfWanted(parts: GoingBack): Promise<boolean> {
  const { database, updates } = dataPaths(parts.dataFolder);
  const earlier = findEarlier(database, parts.program);
  const question = wayBackQuestion(parts.failedBefore, earlier);
  const choice = question ? await parts.ask(question) : 'try-again';
  if (choice === 'quit') return false;
  if (choice === 'data' && earlier.data) putBackAlone(parts.dataFolder, earlier.data);
  if (choice !== 'program-and-data' || earlier.program === undefined) return true;
  if (earlier.dataOfProgram) putBackAlone(parts.dataFolder, earlier.dataOfProgram);
  passOver(updates, parts.version, 'failed');
  putBackAppImage(earlier.program);
  parts.startAgain(earlier.program);
  return false;
}

function putBackAlone(dataFolder: string, copy: DatabaseCopy): void {
  const { database, lock } = dataPaths(dataFolder);
  const held = acquireEngineLock(lock);
  try {
    putBackCopy(database, copy, Date.now());
  } finally {
    held.release();
  }
}
