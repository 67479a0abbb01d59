import { z } from 'zod';
import { strictObject } from '../../contract/strict-object.ts';

/** What is kept of a session's secret, in hexadecimal, and its end as milliseconds since 1970. */
export const KeptSession = strictObject(() => ({ digest: z.string().regex(/^[0-9a-f]{64}$/), expiresAt: z.number() }));
export type KeptSession = z.infer<typeof KeptSession>;

export type SessionStore = { sessions(): KeptSession[]; keepSessions(sessions: KeptSession[]): void };

/** Sessions that end with the process. */
export function sessionMemory(): SessionStore {
  let kept: KeptSession[] = [];
  return {
    sessions: () => kept,
    keepSessions(sessions) {
      kept = sessions;
    },
  };
}
