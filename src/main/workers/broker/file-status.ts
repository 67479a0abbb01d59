import type { Stats } from 'node:fs';
import type { FileKind, FileStatus } from '../../../worker-kit/context.ts';

export function toStatus(path: string, stats: Stats): FileStatus {
  return {
    path,
    kind: kindOf(stats),
    size: stats.size,
    modifiedAt: Math.round(stats.mtimeMs),
    mode: stats.mode & 0o7777,
  };
}

export function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}
