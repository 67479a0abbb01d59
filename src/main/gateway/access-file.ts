import { readFileSync } from 'node:fs';
import { strictObject } from '../../contract/strict-object.ts';
import { z } from 'zod';
import { systemCode, toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { replaceFile } from '../base/replace-file.ts';
import { KeptSession, type SessionStore } from './session-store.ts';

const Access = strictObject(() => ({
  port: z.int().min(1).max(65_535).optional(),
  sessions: z.array(KeptSession),
}));
type Access = z.infer<typeof Access>;

/** The loopback port of the last engine and its sessions: with both, a page finds its way back after a restart. */
export type AccessFile = SessionStore & {
  port(): number | undefined;
  /** Another port than the last ends every session: whoever has the old one may have been sent its cookies. */
  keepPort(port: number): void;
};

/** Reads once, and writes each change as a whole. What goes wrong with the file costs its use, and is logged. */
export function openAccessFile(path: string, logger: Logger): AccessFile {
  let access = read(path, logger);

  function keep(changed: Access): void {
    access = changed;
    try {
      replaceFile(path, JSON.stringify(changed));
    } catch (error) {
      logger.warn(`Open pages will not find this engine after a restart: ${toFailure(error).message}`);
    }
  }

  return {
    port: () => access.port,
    keepPort(port) {
      if (port !== access.port) keep({ port, sessions: [] });
    },
    sessions: () => access.sessions,
    keepSessions: (sessions) => keep({ ...access, sessions }),
  };
}

function read(path: string, logger: Logger): Access {
  try {
    return Access.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      const why = code ?? 'it is damaged';
      logger.warn(`The sessions in ${path} cannot be read (${why}); open pages need a new link`);
    }
    return { sessions: [] };
  }
}
