import type { BackgroundProcess } from '../../../contract/processes.ts';
import type { Settings } from '../../../contract/settings.ts';
import { HeronError } from '../../base/errors.ts';

/** Whose place a process takes; `mostOfWorker` is what the worker's manifest declares. */
export type Owner = { runId: string; workerId: string; mostOfWorker: number };

type RoomParts = { settings: () => Settings['background']; running: () => BackgroundProcess[] };

/** How many may run: of a worker, of a run, and in all. What is being taken over counts too. */
export function createRoom({ settings, running }: RoomParts) {
  const taken = new Set<Owner>();
  return {
    /** Gives what lets go of the place, once the process counts by itself. Errors: `not-declared`, `limit-exceeded`. */
    take(owner: Owner): () => void {
      const { perRun, inAll } = settings();
      const all = [...taken, ...running()];
      if (owner.mostOfWorker === 0) {
        const message = `${owner.workerId} may leave nothing running: its manifest sets no limits.backgroundProcesses`;
        throw new HeronError('not-declared', message);
      }
      check(all.filter(({ workerId }) => workerId === owner.workerId).length, owner.mostOfWorker, 'of this worker');
      check(all.filter(({ runId }) => runId === owner.runId).length, perRun, 'of one run');
      check(all.length, inAll, 'in all');
      taken.add(owner);
      return () => void taken.delete(owner);
    },
  };
}

function check(count: number, most: number, of: string): void {
  if (count < most) return;
  const message = `There may be ${most} background processes ${of} at a time; stop one first`;
  throw new HeronError('limit-exceeded', message, { limit: 'backgroundProcesses', value: most });
}
