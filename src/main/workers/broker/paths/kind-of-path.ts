import { statSync } from 'node:fs';
import type { PathKind } from '../../../../contract/permission-need.ts';

/** What lies there now; undefined where there is nothing, or nothing that can be looked at. */
export function kindOfPath(path: string): PathKind | undefined {
  try {
    const status = statSync(path);
    if (status.isDirectory()) return 'folder';
    return status.isFile() ? 'file' : undefined;
  } catch {
    return undefined;
  }
}
