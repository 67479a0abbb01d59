import { statSync } from 'node:fs';

/** Changes when a file is written, replaced or gone. */
export function fileIdentity(path: string): string {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status ? [status.dev, status.ino, status.size, status.mtimeNs, status.ctimeNs].join(' ') : 'gone';
}
