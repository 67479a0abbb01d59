import { HeronError } from '../../../base/errors.ts';
import type { Expectation, Grammar } from './grammar.ts';
import type { HeardWord, Recogniser, Utterance } from './recogniser.ts';
import type { StageEvents } from '../stage-events.ts';
import { readUtterance, type Reading } from './utterance.ts';
import { createVoiceActivity } from './voice-activity.ts';

/** Silence after which an utterance is over. */
const silenceMs = 350;

/** What listens now: replaced as a whole when there are other sentences or names. */
export type Ear = { recogniser: Recogniser; grammar: Grammar };

/** How an utterance is to be taken, decided as it begins. */
export type Address = {
  expectation: Expectation;
  /** It needs no wake phrase. */
  isAddressed: boolean;
  /** Heron itself could be heard as it began. */
  isOverSpeech: boolean;
};

export type HeardUtterance = Address & {
  number: number;
  reading: Reading;
  /** By `performance.now()`: when the last sound of it was heard, as far as silence tells. */
  endedAt: number;
  latenciesMs: { wake?: number; listen: number; transcribe: number };
};

export type ListeningParts = {
  events: StageEvents;
  wakePhrase: () => string;
  /** undefined: what is said now is meant for nobody. */
  addressOf: () => Address | undefined;
  isPlaying: () => boolean;
  onWoken: () => void;
  /** Whether somebody speaks to Heron now. */
  onSpeech: (isAddressed: boolean) => void;
  onUtterance: (heard: HeardUtterance) => void;
};

type Current = {
  number: number;
  address: Address;
  ear: Ear;
  utterance: Utterance;
  begunAt: number;
  /** Of the audio: what was heard before it was known to be speech counts. */
  audioFrom: number;
  wakeMs?: number;
};

export type Listening = {
  hear(samples: Int16Array): { isSpeech: boolean };
  /** From the next utterance on. */
  listenWith(ear: Ear): void;
  close(): void;
};

const preRollMs = 300;
/** A wake phrase that only seems to be there for a moment is gone in the next piece. */
const partialsToWake = 2;

/** Finds utterances in what the microphone hears, and has them recognised. */
export function createListening(parts: ListeningParts): Listening {
  const { events } = parts;
  const activity = createVoiceActivity({ silenceMs });
  let ear: Ear | undefined;
  let current: Current | undefined;
  let utterances = 0;
  const old = new Set<Ear>();

  function begin(audio: Int16Array): void {
    const address = parts.addressOf();
    if (!address || !ear) return;
    const number = (utterances += 1);
    const begunAt = performance.now();
    const stage = address.isAddressed ? 'transcribe' : 'wake';
    try {
      let woken = 0;
      const utterance = ear.recogniser.begin(address.expectation, (words) => {
        if (current?.number === number) woken = heedPartial(current, words, woken);
      });
      current = { number, address, ear, utterance, begunAt, audioFrom: begunAt - preRollMs };
      events.start(number, 'listen');
      events.start(number, stage);
      utterance.hear(audio);
      if (address.isAddressed) parts.onSpeech(true);
    } catch (error) {
      events.fail(number, stage, error);
    }
  }

  /** Gives how often in a row the wake phrase was there. */
  function heedPartial(now: Current, words: HeardWord[], woken: number): number {
    const { number, address } = now;
    const reading = readUtterance(words, parts.wakePhrase(), now.ear.grammar);
    const isWoken = reading.hasWake ? woken + 1 : 0;
    if (isWoken === partialsToWake && now.wakeMs === undefined) wake(now, words);
    const isMeant = address.isAddressed || now.wakeMs !== undefined;
    if (isMeant && reading.text !== '') events.partial(number, 'transcribe', reading.text);
    return isWoken;
  }

  function wake(now: Current, words: readonly HeardWord[]): void {
    const last = parts.wakePhrase().split(' ').at(-1) ?? '';
    const spoken = words.find(({ word }) => word.replace(/\(\d+\)$/, '') === last);
    now.wakeMs = events.end(now.number, 'wake', now.audioFrom + (spoken?.to ?? 0) * 10, parts.wakePhrase());
    events.start(now.number, 'transcribe');
    parts.onWoken();
    parts.onSpeech(true);
  }

  async function end(finished: Current): Promise<void> {
    const endedAt = performance.now() - silenceMs;
    const { number, address, ear: itsEar } = finished;
    try {
      const listen = events.end(number, 'listen', finished.begunAt);
      const begun = performance.now();
      const words = await finished.utterance.end();
      const reading = readUtterance(words, parts.wakePhrase(), itsEar.grammar);
      if (reading.hasWake && finished.wakeMs === undefined && !address.isAddressed) wake(finished, words);
      const isMeant = address.isAddressed || reading.hasWake;
      const transcribe = isMeant ? events.end(number, 'transcribe', begun, reading.text) : 0;
      const { wakeMs } = finished;
      const latenciesMs = { ...(wakeMs === undefined ? {} : { wake: wakeMs }), listen, transcribe };
      parts.onUtterance({ ...address, number, reading, endedAt, latenciesMs });
    } catch (error) {
      events.fail(number, 'transcribe', error);
    } finally {
      if (!current) parts.onSpeech(false);
      closeOld();
    }
  }

  /** Nobody listens with it any more. */
  function closeOld(): void {
    for (const each of old) {
      if (current?.ear === each) continue;
      each.recogniser.close();
      old.delete(each);
    }
  }

  return {
    hear(samples) {
      for (const heard of activity.hear(samples, parts.isPlaying())) {
        if (heard.kind === 'began') begin(heard.audio);
        else if (heard.kind === 'goesOn') current?.utterance.hear(heard.audio);
        else if (current) {
          const finished = current;
          current = undefined;
          void end(finished);
        }
      }
      return { isSpeech: activity.isSpeech() };
    },
    listenWith(next) {
      if (ear) old.add(ear);
      ear = next;
      if (!current) closeOld();
    },
    close() {
      current = undefined;
      if (ear) old.add(ear);
      closeOld();
    },
  };
}

export function notUnderstood(): HeronError {
  return new HeronError('invalid-input', 'That was not understood; say it again, or write it');
}
