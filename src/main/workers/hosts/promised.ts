import type { Manifest } from '../../../contract/manifest.ts';
import { hookAction } from '../../../worker-kit/host-side/hook-action.ts';

/** What a worker's code must have by its manifest: its actions, and its hooks by the names they are called by. */
export function promisedBy({ actions, hooks }: Manifest): string[] {
  return [...Object.keys(actions), ...hooks.map(hookAction)];
}
