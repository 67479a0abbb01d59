import type { AnyEvent } from '../../../contract/events.ts';
import { HeronError } from '../../base/errors.ts';
import type { Ear } from './hearing/listening.ts';
import type { VoiceSession } from './session.ts';

/** `isAllowed`: whether the privacy switch, or the call it is for, still lets it be. */
type Open = { session: VoiceSession; signature: string; isAllowed: () => boolean };

export type OpenSessions = {
  add(sessionId: string, open: Open): void;
  /** Errors: `not-found` for a session that has ended. */
  find(sessionId: string): VoiceSession;
  isAny(): boolean;
  heed(event: AnyEvent): void;
  /** Those that hear by other sentences get a new ear each. */
  renew(signature: string, openEar: () => Promise<Ear>): Promise<void>;
  end(sessionId: string): void;
  /** Those that were not heard of since. */
  endSilent(since: number): void;
  endForbidden(): void;
  endAll(): void;
};

/** The windows that listen. */
export function createOpenSessions(): OpenSessions {
  const sessions = new Map<string, Open>();

  function end(sessionId: string): void {
    sessions.get(sessionId)?.session.close();
    sessions.delete(sessionId);
  }

  return {
    add: (sessionId, open) => void sessions.set(sessionId, open),
    find(sessionId) {
      const open = sessions.get(sessionId);
      if (open) return open.session;
      throw new HeronError('not-found', 'Heron does not listen to this window any more', { sessionId });
    },
    isAny: () => sessions.size > 0,
    heed: (event) => sessions.forEach(({ session }) => session.heed(event)),
    async renew(signature, openEar) {
      for (const [sessionId, open] of sessions) {
        if (open.signature === signature) continue;
        open.signature = signature;
        const ear = await openEar();
        if (sessions.has(sessionId)) open.session.listenWith(ear);
        else ear.recogniser.close();
      }
    },
    end,
    endSilent(since) {
      for (const [sessionId, { session }] of sessions) if (session.heardAt() < since) end(sessionId);
    },
    endForbidden() {
      for (const [sessionId, { isAllowed }] of sessions) if (!isAllowed()) end(sessionId);
    },
    endAll: () => [...sessions.keys()].forEach(end),
  };
}
