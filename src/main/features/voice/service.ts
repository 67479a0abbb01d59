import type { AnyEvent } from '../../../contract/events.ts';
import { type PhraseCheck, voiceStages, type VoiceStatus } from '../../../contract/voice.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { MakeId } from '../../base/ids.ts';
import { type Engines, findEngines } from './engines.ts';
import type { Ear } from './hearing/listening.ts';
import { createRecogniser } from './hearing/recogniser.ts';
import { createOpenSessions, type OpenSessions } from './open-sessions.ts';
import { checkPhrase, createSayable, type Hearing, type Sayable, type SayableParts } from './sayable.ts';
import { createSession, type VoiceSession } from './session.ts';
import type { SessionParts } from './session-parts.ts';
import { chooseVoice } from './speaking/speakers.ts';

export type VoiceParts = Omit<SessionParts, 'id' | 'speakers'> &
  SayableParts & {
    makeId: MakeId;
    appFolder: string;
    /** Looks for engines on this machine. */
    find?: typeof findEngines;
  };

export type VoiceService = {
  status(): Promise<VoiceStatus>;
  /** Errors: `unsupported`. */
  checkPhrase(phrase: string): Promise<PhraseCheck>;
  /** Errors: `conflict` while the privacy switch is off, `unsupported`, `invalid-input`, `worker-crashed`. */
  open(conversationId: string | undefined): Promise<{ sessionId: string }>;
  /** Errors: `not-found` for a session that has ended. */
  session(sessionId: string): VoiceSession;
  /** Errors: `unsupported`, `provider`. */
  sample(text: string): Promise<Buffer>;
  end(sessionId: string): void;
  close(): void;
};

/** Voice: a session for each window that listens. Engines are looked for when they are first needed, and again when asked about. */
export function createVoice(bare: VoiceParts): VoiceService {
  const parts = { ...bare, logger: bare.logger.from('voice') };
  const sessions = createOpenSessions();
  const sayable = createSayable(parts);
  const find = createFinding(parts);
  const refreshing = keepFresh(parts, sessions, async () => {
    const hearing = await sayable.hearing(await find.known());
    await sessions.renew(hearing.signature, () => openEar(parts, hearing));
  });

  return {
    status: async () => statusOf(await find.again(), sayable),
    checkPhrase: async (phrase) => checkPhrase(phrase, sayable.dictionary((await find.known()).hearer)),
    async open(conversationId) {
      if (!parts.settings().isOn) {
        throw new HeronError('conflict', 'The privacy switch is off: turn the microphone on in Settings, Voice');
      }
      const hearing = await sayable.hearing(await find.known());
      const ear = await openEar(parts, hearing);
      const id = parts.makeId('vcs');
      const session = createSession({ ...parts, id, speakers: find.speakers });
      session.listenWith(ear);
      session.attend(conversationId);
      sessions.add(id, { session, signature: hearing.signature });
      return { sessionId: id };
    },
    session: sessions.find,
    async sample(text) {
      const { settings, folder, environment } = parts;
      const { voice, rate } = settings();
      const chosen = chooseVoice((await find.again()).speakers, voice);
      if (!chosen) throw new HeronError('unsupported', 'Nothing on this machine can speak: sudo apt install flite');
      const { signal } = new AbortController();
      return chosen.speaker.speak({ text, voice: chosen.voice, rate, folder, environment, signal });
    },
    end: sessions.end,
    close() {
      refreshing.close();
      sessions.endAll();
    },
  };
}

function createFinding({ environment, appFolder, find = findEngines }: VoiceParts) {
  let engines: Engines | undefined;
  const again = async (): Promise<Engines> => (engines = await find({ environment, appFolder }));
  return {
    again,
    /** One that was missing may have been installed meanwhile. */
    known: async (): Promise<Engines> => (engines?.hearer ? engines : again()),
    speakers: () => engines?.speakers ?? [],
  };
}

/** Errors: `worker-crashed`. */
async function openEar(parts: VoiceParts, { hearer: program, grammar, penalty }: Hearing): Promise<Ear> {
  const { folder, environment, logger } = parts;
  const recogniser = createRecogniser({ program, grammar, insertionPenalty: penalty, folder, environment, logger });
  try {
    await recogniser.ready();
  } catch (error) {
    recogniser.close();
    throw error;
  }
  return { recogniser, grammar };
}

/** A window that sends nothing for so long is gone. */
const silentMs = 15_000;
const lookEveryMs = 5000;
const gatheringMs = 300;
const changesHearing = [
  'settings.changed',
  'worker.loaded',
  'worker.unloaded',
  'run.completed',
  'run.failed',
  'run.undone',
];

/** There may be other workers, names or settings than when a session began; windows go, and the switch goes off. */
function keepFresh({ log, logger, settings, clock }: VoiceParts, sessions: OpenSessions, refresh: () => Promise<void>) {
  let refreshing: NodeJS.Timeout | undefined;

  function refreshSoon(): void {
    clearTimeout(refreshing);
    refreshing = setTimeout(() => {
      refresh().catch((error: unknown) => logger.warn('Voice goes on with the sentences it has', toFailure(error)));
    }, gatheringMs).unref();
  }

  function heed(event: AnyEvent): void {
    if (!sessions.isAny()) return;
    sessions.heed(event);
    if (event.type === 'settings.changed' && !settings().isOn) sessions.endAll();
    else if (changesHearing.includes(event.type)) refreshSoon();
  }

  const stopListening = log.listen(heed);
  const watch = setInterval(() => sessions.endSilent(clock() - silentMs), lookEveryMs).unref();
  return {
    close(): void {
      clearInterval(watch);
      clearTimeout(refreshing);
      stopListening();
    },
  };
}

async function statusOf({ all, hearer }: Engines, sayable: Sayable): Promise<VoiceStatus> {
  const able = new Set(all.filter(({ state }) => state === 'ready').flatMap(({ stages }) => stages));
  const named = hearer ? await sayable.names(sayable.dictionary(hearer)) : { speakable: [], unspeakable: [] };
  return {
    engines: all,
    lacking: voiceStages.filter((stage) => !able.has(stage)),
    sentences: sayable.sentences(),
    names: named.speakable.map(({ name }) => name),
    unspeakableNames: named.unspeakable,
  };
}
