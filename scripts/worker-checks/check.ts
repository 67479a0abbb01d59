import type { ActionManifest, Manifest } from '../../src/contract/manifest.ts';
import type { Finding } from '../worker-folders.ts';

/** A worker whose manifest can be read. */
export type ReadableWorker = { name: string; path: string; shownAs: string; manifest: Manifest };

/** Says what is wrong with one worker; nothing when all is well. */
export type WorkerCheck = (worker: ReadableWorker) => Finding[] | Promise<Finding[]>;

/** Says what is wrong with all workers together. */
export type TreeCheck = (workers: ReadableWorker[], root: string) => Finding[];

export function inManifest(worker: ReadableWorker, place: string, message: string): Finding {
  return { file: `${worker.shownAs}/manifest.json`, place, message };
}

/** A check of each action, in a few lines: `complain` names the place below the action. */
export function eachAction(
  judge: (
    action: ActionManifest,
    complain: (place: string, message: string) => void,
    manifest: Manifest,
  ) => void | Promise<void>,
): WorkerCheck {
  return async (worker) => {
    const findings: Finding[] = [];
    for (const [name, action] of Object.entries(worker.manifest.actions)) {
      const complain = (place: string, message: string): void =>
        void findings.push(inManifest(worker, `actions.${name}.${place}`, message));
      await judge(action, complain, worker.manifest);
    }
    return findings;
  };
}
