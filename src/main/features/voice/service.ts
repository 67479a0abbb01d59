import type { AnyEvent } from '../../../contract/events.ts';
import { type PhraseCheck, voiceStages, type VoiceStatus } from '../../../contract/voice.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import { phraseTokens } from '../../speech/phrase-tokens.ts';
import type { Speech } from '../../speech/speech.ts';
import { localTranscribers } from '../../speech/transcribers.ts';
import { findHearing } from './ears.ts';
import { type Engines, findEngines } from './engines.ts';
import { createOpenSessions, type OpenSessions } from './open-sessions.ts';
import { checkPhrase, createSayable, type Sayable, type SayableParts } from './sayable.ts';
import { createSession, type VoiceSession } from './session.ts';
import type { SessionParts } from './session-parts.ts';
import { chooseVoice, speakAs, withPageVoices } from './speaking/speakers.ts';

export type VoiceParts = Omit<SessionParts, 'id' | 'speakers'> &
  SayableParts & {
    appFolder: string;
    /** What runs models; absent: the closed set is all that is heard. */
    speech?: Speech;
    /** Whether a call was taken and is not over: the microphone may be open for it. Absent: there are no calls. */
    isTalking?: (callId: string) => boolean;
    /** Looks for engines on this machine. */
    find?: typeof findEngines;
  };

export type WantedSession = {
  conversationId?: string | undefined;
  /** For a call that the person took: the privacy switch may be off. */
  callId?: string | undefined;
  /** What the window itself can speak with. */
  voices?: string[] | undefined;
};

export type VoiceService = {
  status(): Promise<VoiceStatus>;
  /** Errors: `unsupported`. */
  checkPhrase(phrase: string): Promise<PhraseCheck>;
  /** Errors: `conflict` while the privacy switch is off, `unsupported`, `invalid-input`, `worker-crashed`. */
  open(wanted: WantedSession): Promise<{ sessionId: string }>;
  /** Errors: `not-found` for a session that has ended. */
  session(sessionId: string): VoiceSession;
  /** Errors: `unsupported`, `provider`. */
  sample(text: string): Promise<Buffer>;
  /** A text as a WAV, at times the voice's own pace and pitch; without a voice by the first there is. Errors: `invalid-input` for a voice that is not there, `unsupported`, `provider`. */
  speak(request: { text: string; voice: string; rate: number; pitch: number; signal: AbortSignal }): Promise<Buffer>;
  end(sessionId: string): void;
  close(): void;
};

/** Voice: a session for each window that listens. Engines are looked for when they are first needed, and again when asked about. */
export function createVoice(bare: VoiceParts): VoiceService {
  const parts = { ...bare, logger: bare.logger.from('voice') };
  const sessions = createOpenSessions();
  const sayable = createSayable(parts);
  const find = createFinding(parts);
  const refreshing = keepFresh(parts, sessions, async (isOther) => {
    if (isOther) find.forget();
    const hearing = await findHearing({ ...parts, sayable }, await find.known());
    await sessions.renew(hearing.signature, hearing.open);
  });

  const speak = sayingIn(parts);
  const told = toldOf(parts.logger);

  return {
    status: async () => statusOf(await find.again(), sayable, parts.speech),
    async checkPhrase(phrase) {
      const { hearer, models } = await find.known();
      const pieces = hearer
        ? undefined
        : models.flatMap((model) => (model.use === 'wake' ? (model.pieces ?? []) : []))[0];
      if (pieces === undefined) return checkPhrase(phrase, sayable.dictionary(hearer));
      const pronunciations = phraseTokens(phrase, pieces).split(' ');
      return { unknown: [], isShort: pronunciations.length < fewestPieces, pronunciations };
    },
    async open({ conversationId, callId, voices = [] }) {
      const isAllowed = (): boolean => parts.settings().isOn || isForCall(parts, callId);
      if (!isAllowed()) {
        throw new HeronError('conflict', 'The privacy switch is off: turn the microphone on in Settings, Voice');
      }
      const { hearing, ear } = await told('Listening could not begin', async () => {
        const found = await findHearing({ ...parts, sayable }, await find.known());
        return { hearing: found, ear: await found.open() };
      });
      const id = parts.makeId('vcs');
      const session = createSession({ ...parts, id, speakers: () => withPageVoices(find.speakers(), voices) });
      session.listenWith(ear);
      session.attend(conversationId);
      sessions.add(id, { session, signature: hearing.signature, isAllowed });
      return { sessionId: id };
    },
    session: sessions.find,
    async sample(text) {
      const { voice, rate, pitch } = parts.settings();
      const { signal } = new AbortController();
      const { speakers } = await find.again();
      return told('Nothing could be said', () => speak(speakers, { text, voice, rate, pitch, signal }));
    },
    async speak(request) {
      // What a worker reads out goes to no server.
      const speakers = (await find.known()).speakers.filter((speaker) => !speaker.isHosted);
      refuseUnknownVoice(speakers, request.voice);
      return speak(speakers, request);
    },
    end: sessions.end,
    close() {
      refreshing.close();
      sessions.endAll();
    },
  };
}

/** Who asked is told of a failure, and so is the log. */
function toldOf(logger: VoiceParts['logger']) {
  return async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      const failure = toFailure(error);
      logger.warn(`${what}: ${failure.message}`, failure);
      throw error;
    }
  };
}

/** Errors: `invalid-input`, with those there are. */
function refuseUnknownVoice(speakers: Engines['speakers'], voice: string): void {
  const voices = speakers.flatMap((speaker) => speaker.voices);
  if (voice === '' || voices.includes(voice)) return;
  const text = `voice: there is no voice ${voice} on this machine; there are ${voices.join(', ') || 'none'}`;
  throw new HeronError('invalid-input', text, { path: 'voice', voices });
}

function isForCall({ isTalking }: VoiceParts, callId: string | undefined): boolean {
  return callId !== undefined && (isTalking?.(callId) ?? false);
}

type Say = (speakers: Engines['speakers'], request: Parameters<VoiceService['speak']>[0]) => Promise<Buffer>;

function sayingIn({ folder, environment }: VoiceParts): Say {
  return async (speakers, { voice, rate, pitch, ...request }) => {
    const chosen = chooseVoice(speakers, voice);
    if (!chosen) throw new HeronError('unsupported', 'Nothing on this machine can speak: sudo apt install flite');
    return speakAs(chosen, { rate, pitch }, { ...request, folder, environment });
  };
}

function createFinding({ environment, appFolder, speech, settings, find = findEngines }: VoiceParts) {
  let engines: Engines | undefined;
  let isStale = false;
  const again = async (): Promise<Engines> => {
    const { hostedVoice } = settings();
    isStale = false;
    return (engines = await find({ environment, appFolder, hostedVoice, ...(speech ? { speech } : {}) }));
  };
  return {
    again,
    /** One that was missing may have been installed meanwhile. */
    known: async (): Promise<Engines> => (engines?.hearer && !isStale ? engines : again()),
    speakers: () => engines?.speakers ?? [],
    /** There may be other models, or another voice, than when it was looked for. */
    forget: () => void (isStale = true),
  };
}

/** Of words, as a wake model cuts them: a phrase of fewer is heard where nobody says it. */
const fewestPieces = 3;

/** A window that sends nothing for so long is gone. */
const silentMs = 15_000;
const lookEveryMs = 5000;
const gatheringMs = 300;
const changesHearing = ['worker.loaded', 'worker.unloaded', 'run.completed', 'run.failed', 'run.undone'];
/** Of those, what can bring or take an engine. */
const changesEngines = ['settings.changed', 'download.completed', 'download.removed'];
type Refresh = (isOther: boolean) => Promise<void>;

/** There may be other workers, names or settings than when a session began; windows go, and the switch goes off. */
function keepFresh({ log, logger, clock }: VoiceParts, sessions: OpenSessions, refresh: Refresh) {
  let refreshing: NodeJS.Timeout | undefined;
  let isOther = false;

  function refreshSoon({ type }: AnyEvent): void {
    isOther ||= changesEngines.includes(type);
    clearTimeout(refreshing);
    refreshing = setTimeout(() => {
      const looksAgain = isOther;
      isOther = false;
      refresh(looksAgain).catch((error: unknown) =>
        logger.warn('Voice goes on with the sentences it has', toFailure(error)),
      );
    }, gatheringMs).unref();
  }

  function heed(event: AnyEvent): void {
    if (!sessions.isAny()) return;
    sessions.heed(event);
    if (event.type === 'settings.changed' || event.type === 'call.closed') sessions.endForbidden();
    if ([...changesHearing, ...changesEngines].includes(event.type)) refreshSoon(event);
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

async function statusOf({ all, hearer, models }: Engines, sayable: Sayable, speech?: Speech): Promise<VoiceStatus> {
  const able = new Set(all.filter(({ state }) => state === 'ready').flatMap(({ stages }) => stages));
  const named = hearer ? await sayable.names(sayable.dictionary(hearer)) : { speakable: [], unspeakable: [] };
  return {
    engines: all,
    lacking: voiceStages.filter((stage) => !able.has(stage)),
    sentences: sayable.sentences(),
    names: named.speakable.map(({ name }) => name),
    unspeakableNames: named.unspeakable,
    transcribers: speech
      ? localTranscribers(speech.host, models).map(({ id, name, engine }) => ({ id, name, engine }))
      : [],
  };
}
