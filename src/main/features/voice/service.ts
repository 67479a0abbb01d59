import { readdir } from 'node:fs/promises';
import type { AnyEvent } from '../../../contract/events.ts';
import type { PhraseCheck, VoiceSettings, VoiceStatus } from '../../../contract/voice.ts';
import { voiceStages } from '../../../contract/voice.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { MakeId } from '../../base/ids.ts';
import type { SpokenForm } from '../../base/spoken-form.ts';
import { type Dictionary, readDictionary } from './hearing/dictionary.ts';
import { type Engines, findEngines, type Hearer } from './engines.ts';
import { type Grammar, makeGrammar } from './hearing/grammar.ts';
import { createRecogniser } from './hearing/recogniser.ts';
import { createSession, type VoiceSession } from './session.ts';
import type { SessionParts } from './session-parts.ts';
import { chooseVoice } from './speaking/speakers.ts';
import { type SpokenName, spokenNames } from './hearing/spoken-names.ts';

export type VoiceParts = Omit<SessionParts, 'id' | 'speakers'> & {
  makeId: MakeId;
  /** The sentences that are understood without a model. */
  forms: () => SpokenForm[];
  /** What can be named by voice lies in it. */
  homeFolder: string;
  appFolder: string;
  /** Looks for engines on this machine. */
  find?: typeof findEngines;
};

export type VoiceService = {
  status(): Promise<VoiceStatus>;
  checkPhrase(phrase: string): Promise<PhraseCheck>;
  /** Errors: `conflict`, `unsupported`, `worker-crashed`. */
  open(conversationId: string | undefined): Promise<{ sessionId: string }>;
  /** Errors: `not-found` for a session that has ended. */
  session(sessionId: string): VoiceSession;
  sample(text: string): Promise<Buffer>;
  end(sessionId: string): void;
  close(): void;
};

const insertionPenalties: Record<VoiceSettings['sensitivity'], number> = { low: 0.1, normal: 0.01, high: 0.001 };
/** A window that sends nothing for so long is gone. */
const silentMs = 15_000;
const lookEveryMs = 5000;
const mostNames = 60;
const fewestSounds = 6;

/** What can be heard now, and what it takes to hear it. */
type Hearing = { hearer: Hearer; grammar: Grammar; penalty: number; signature: string };

/** Voice: a session for each window that listens. Engines are looked for when they are first needed, and again when asked about. */
export function createVoice(parts: VoiceParts): VoiceService {
  const logger = parts.logger.from('voice');
  const sessions = new Map<string, { session: VoiceSession; signature: string }>();
  const reading = createReading(parts);
  let engines: Engines | undefined;

  async function lookAgain(): Promise<Engines> {
    const { environment, appFolder } = parts;
    engines = await (parts.find ?? findEngines)({ environment, appFolder });
    return engines;
  }

  function end(sessionId: string): void {
    sessions.get(sessionId)?.session.close();
    sessions.delete(sessionId);
  }

  function ear(hearing: Hearing) {
    const { folder, environment } = parts;
    const { hearer: program, grammar, penalty: insertionPenalty } = hearing;
    return {
      grammar,
      recogniser: createRecogniser({ program, grammar, insertionPenalty, folder, environment, logger }),
    };
  }

  /** There may be other workers, names or settings than when it began. */
  async function refresh(): Promise<void> {
    if (sessions.size === 0) return;
    const hearing = await reading.hearing(engines ?? (await lookAgain()));
    for (const [sessionId, open] of sessions) {
      if (open.signature === hearing.signature) continue;
      open.signature = hearing.signature;
      const next = ear(hearing);
      await next.recogniser.ready();
      if (sessions.has(sessionId)) open.session.listenWith(next);
      else next.recogniser.close();
    }
  }

  let refreshing: NodeJS.Timeout | undefined;
  function refreshSoon(): void {
    clearTimeout(refreshing);
    refreshing = setTimeout(() => {
      refresh().catch((error: unknown) => logger.warn('Voice goes on with the sentences it has', toFailure(error)));
    }, 300).unref();
  }

  function heed(event: AnyEvent): void {
    if (sessions.size === 0) return;
    for (const { session } of sessions.values()) session.heed(event);
    if (event.type === 'settings.changed' && !parts.settings().isOn) for (const id of sessions.keys()) end(id);
    else if (changesHearing.includes(event.type)) refreshSoon();
  }

  const stopListening = parts.log.listen(heed);
  const watch = setInterval(() => {
    const before = parts.clock() - silentMs;
    for (const [id, { session }] of sessions) if (session.heardAt() < before) end(id);
  }, lookEveryMs).unref();

  return {
    status: async () => statusOf(await lookAgain(), reading),
    checkPhrase: async (phrase) => checkPhrase(phrase, reading.dictionary((engines ?? (await lookAgain())).hearer)),
    async open(conversationId) {
      if (!parts.settings().isOn) {
        throw new HeronError('conflict', 'The privacy switch is off: turn the microphone on in Settings, Voice');
      }
      const found = engines?.hearer ? engines : await lookAgain();
      const hearing = await reading.hearing(found);
      const listener = ear(hearing);
      await listener.recogniser.ready().catch((error: unknown) => {
        listener.recogniser.close();
        throw error;
      });
      const id = parts.makeId('vcs');
      const session = createSession({ ...parts, logger, id, speakers: () => engines?.speakers ?? [] });
      session.listenWith(listener);
      session.attend(conversationId);
      sessions.set(id, { session, signature: hearing.signature });
      return { sessionId: id };
    },
    session(sessionId) {
      const open = sessions.get(sessionId);
      if (open) return open.session;
      throw new HeronError('not-found', 'Heron does not listen to this window any more', { sessionId });
    },
    async sample(text) {
      const { voice, rate } = parts.settings();
      const chosen = chooseVoice((await lookAgain()).speakers, voice);
      if (!chosen) throw new HeronError('unsupported', 'Nothing on this machine can speak: sudo apt install flite');
      const { folder, environment } = parts;
      const { signal } = new AbortController();
      return chosen.speaker.speak({ text, voice: chosen.voice, rate, folder, environment, signal });
    },
    end,
    close() {
      clearInterval(watch);
      clearTimeout(refreshing);
      stopListening();
      for (const id of sessions.keys()) end(id);
    },
  };
}

const changesHearing = [
  'settings.changed',
  'worker.loaded',
  'worker.unloaded',
  'run.completed',
  'run.failed',
  'run.undone',
];

type Reader = ReturnType<typeof createReading>;

/** What can be said: the sentences of the workers, with the names in the home folder. */
function createReading({ settings, forms, homeFolder }: Pick<VoiceParts, 'settings' | 'forms' | 'homeFolder'>) {
  let read: { path: string; dictionary: Dictionary } | undefined;

  function dictionary(hearer: Hearer | undefined): Dictionary {
    if (!hearer) throw new HeronError('unsupported', missing);
    if (read?.path !== hearer.dictionary) {
      read = { path: hearer.dictionary, dictionary: readDictionary(hearer.dictionary) };
    }
    return read.dictionary;
  }

  async function names(words: Dictionary): Promise<{ speakable: SpokenName[]; unspeakable: string[] }> {
    const entries = await readdir(homeFolder, { withFileTypes: true }).catch(() => []);
    const visible = entries.filter(({ name }) => !name.startsWith('.'));
    const ordered = visible.toSorted(
      (a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || a.name.localeCompare(b.name),
    );
    const { speakable, unspeakable } = spokenNames(
      ordered.map(({ name }) => name),
      words,
    );
    return { speakable: speakable.slice(0, mostNames), unspeakable };
  }

  return {
    dictionary,
    names,
    sentences: () => forms().length,
    /** Errors: `unsupported`, `invalid-input` for a wake phrase that nobody can say. */
    async hearing({ hearer }: Engines): Promise<Hearing> {
      const words = dictionary(hearer);
      const { wakePhrase, sensitivity } = settings();
      const { unknown } = checkPhrase(wakePhrase, words);
      if (!hearer || unknown.length > 0) {
        const message = `The wake phrase cannot be heard: no dictionary has ${unknown.join(', ')}`;
        throw new HeronError('invalid-input', message, { unknown });
      }
      const grammar = makeGrammar({
        ...{ wakePhrase, forms: forms(), names: (await names(words)).speakable, dictionary: words },
      });
      const penalty = insertionPenalties[sensitivity];
      return { hearer, grammar, penalty, signature: JSON.stringify([grammar.rules, grammar.words, penalty]) };
    },
  };
}

const missing =
  'Nothing on this machine can hear: sudo apt install python3-pocketsphinx pocketsphinx-en-us (Debian and Ubuntu)';

async function statusOf({ all, hearer }: Engines, reading: Reader): Promise<VoiceStatus> {
  const able = new Set(all.filter(({ state }) => state === 'ready').flatMap(({ stages }) => stages));
  const named = hearer ? await reading.names(reading.dictionary(hearer)) : { speakable: [], unspeakable: [] };
  return {
    engines: all,
    lacking: voiceStages.filter((stage) => !able.has(stage)),
    sentences: reading.sentences(),
    names: named.speakable.map(({ name }) => name),
    unspeakableNames: named.unspeakable,
  };
}

function checkPhrase(phrase: string, dictionary: Dictionary): PhraseCheck {
  const words = phrase.split(' ').map((word) => ({ word, ways: dictionary.pronunciations(word) }));
  const pronunciations = words.flatMap(({ ways: [first] }) => first ?? []);
  return {
    unknown: words.flatMap(({ word, ways }) => (ways.length === 0 ? [word] : [])),
    isShort: pronunciations.join(' ').split(' ').length < fewestSounds,
    pronunciations,
  };
}
