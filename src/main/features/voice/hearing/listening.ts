import { HeronError } from '../../../base/errors.ts';
import type { StageEvents } from '../stage-events.ts';
import type { Expectation, Grammar } from './grammar.ts';
import type { HeardWord, Recogniser, Utterance } from './recogniser.ts';
import { readUtterance, type Reading, wordOf } from './utterance.ts';
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

/** An utterance while it is spoken. */
type Current = {
  number: number;
  address: Address;
  ear: Ear;
  utterance: Utterance;
  begunAt: number;
  /** How often in a row the wake phrase was among what was heard. */
  wokenPartials: number;
  wakeMs?: number;
};

export type Listening = {
  hear(samples: Int16Array): { isSpeech: boolean };
  /** From the next utterance on. */
  listenWith(ear: Ear): void;
  close(): void;
};

/** Finds utterances in what the microphone hears, and has them recognised. */
export function createListening(parts: ListeningParts): Listening {
  const { events } = parts;
  const activity = createVoiceActivity({ silenceMs });
  const ears = createEars(() => current?.ear);
  let current: Current | undefined;
  let utterances = 0;

  function begin(audio: Int16Array): void {
    const address = parts.addressOf();
    const ear = ears.now();
    if (!address || !ear) return;
    const number = (utterances += 1);
    const stage = address.isAddressed ? 'transcribe' : 'wake';
    try {
      const utterance = ear.recogniser.begin(address.expectation, (words) => {
        if (current?.number === number) heedPartial(parts, current, words);
      });
      current = { number, address, ear, utterance, begunAt: performance.now(), wokenPartials: 0 };
      events.start(number, 'listen');
      events.start(number, stage);
      utterance.hear(audio);
      if (address.isAddressed) parts.onSpeech(true);
    } catch (error) {
      events.fail(number, stage, error);
    }
  }

  function end(): void {
    const finished = current;
    current = undefined;
    if (!finished) return;
    finish(parts, finished)
      .catch((error: unknown) => events.fail(finished.number, 'transcribe', error))
      .finally(() => {
        if (!current) parts.onSpeech(false);
        ears.closeOld();
      });
  }

  return {
    hear(samples) {
      for (const heard of activity.hear(samples, parts.isPlaying())) {
        if (heard.kind === 'began') begin(heard.audio);
        else if (heard.kind === 'goesOn') current?.utterance.hear(heard.audio);
        else end();
      }
      return { isSpeech: activity.isSpeech() };
    },
    listenWith: ears.replace,
    close() {
      current = undefined;
      ears.close();
    },
  };
}

/** What listens, and what did before and is still needed for the utterance that began with it. */
function createEars(inUse: () => Ear | undefined) {
  const old = new Set<Ear>();
  let ear: Ear | undefined;

  function closeOld(): void {
    for (const each of old) {
      if (inUse() === each) continue;
      each.recogniser.close();
      old.delete(each);
    }
  }

  function replace(next: Ear | undefined): void {
    if (ear) old.add(ear);
    ear = next;
    closeOld();
  }

  return { now: () => ear, replace, closeOld, close: () => replace(undefined) };
}

const preRollMs = 300;
/** A wake phrase that only seems to be there for a moment is gone in the next piece. */
const partialsToWake = 2;

function heedPartial(parts: ListeningParts, now: Current, words: HeardWord[]): void {
  const { number, address, ear } = now;
  const reading = readUtterance(words, parts.wakePhrase(), ear.grammar);
  now.wokenPartials = reading.hasWake ? now.wokenPartials + 1 : 0;
  if (now.wokenPartials === partialsToWake) wake(parts, now, words);
  const isMeant = address.isAddressed || now.wakeMs !== undefined;
  if (isMeant && reading.text !== '') parts.events.partial(number, 'transcribe', reading.text);
}

/** Once for each utterance. Its latency is counted from the end of the phrase. */
function wake({ events, wakePhrase, onWoken, onSpeech }: ListeningParts, now: Current, words: HeardWord[]): void {
  if (now.wakeMs !== undefined || now.address.isAddressed) return;
  const last = wakePhrase().split(' ').at(-1);
  const endOfPhrase = (words.find((each) => wordOf(each) === last)?.to ?? 0) * 10;
  now.wakeMs = events.end(now.number, 'wake', now.begunAt - preRollMs + endOfPhrase, wakePhrase());
  events.start(now.number, 'transcribe');
  onWoken();
  onSpeech(true);
}

/** Errors: `worker-crashed`. */
async function finish(parts: ListeningParts, finished: Current): Promise<void> {
  const { events } = parts;
  const { number, address, begunAt } = finished;
  const endedAt = performance.now() - silenceMs;
  const listen = events.end(number, 'listen', begunAt);
  const begun = performance.now();
  const words = await finished.utterance.end();
  const reading = readUtterance(words, parts.wakePhrase(), finished.ear.grammar);
  if (reading.hasWake) wake(parts, finished, words);
  const isMeant = address.isAddressed || reading.hasWake;
  const transcribe = isMeant ? events.end(number, 'transcribe', begun, reading.text) : 0;
  const { wakeMs } = finished;
  const latenciesMs = { ...(wakeMs === undefined ? {} : { wake: wakeMs }), listen, transcribe };
  parts.onUtterance({ ...address, number, reading, endedAt, latenciesMs });
}

export function notUnderstood(): HeronError {
  return new HeronError('invalid-input', 'That was not understood; say it again, or write it');
}
