import { HeronError } from '../../../base/errors.ts';
import type { StageEvents } from '../stage-events.ts';
import type { Expectation, Grammar } from './grammar.ts';
import type { HeardWord, Recogniser, Utterance } from './recogniser.ts';
import { freeText } from './spoken-commands.ts';
import { readText, readUtterance, type Reading, wordOf } from './utterance.ts';
import { createVoiceActivity, joined } from './voice-activity.ts';
import type { Writing } from './writing.ts';

/** Silence after which an utterance is over. */
const silenceMs = 350;

/** What listens now: replaced as a whole when there are other sentences or names. */
export type Ear = {
  recogniser: Recogniser;
  grammar: Grammar;
  /** Of an ear without a closed set: even answers are written down. */
  isOpen?: boolean;
  /** Who writes down what the grammar does not have; absent: nobody. */
  write?: (onPart: (text: string) => void) => Writing;
  /** They are on this machine: what may be Heron's own voice can be given to them. */
  writesHere?: boolean;
  /** A second look at a wake phrase; absent: the first one counts. */
  confirm?: (audio: Int16Array) => Promise<boolean>;
};

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
  /** It was written down as it was said, and is in no closed set. */
  isFree: boolean;
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
  writing: Writing | undefined;
  /** For a second look at the wake phrase. */
  sound: Int16Array[];
  begunAt: number;
  /** How often in a row the wake phrase was among what was heard. */
  wokenPartials: number;
  hasEnded?: boolean;
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
    const stage = stageOf(address);
    try {
      current = beginUtterance(parts, { number, address, ear }, audio, (words) => {
        if (current?.number === number) heedPartial(parts, current, words);
      });
      if (address.isAddressed) parts.onSpeech(true);
    } catch (error) {
      events.fail(number, stage, error);
    }
  }

  function goOn(audio: Int16Array): void {
    current?.utterance.hear(audio);
    current?.writing?.hear(audio);
    if (current?.ear.confirm && current.wakeMs === undefined) current.sound.push(audio);
  }

  function end(): void {
    const finished = current;
    current = undefined;
    if (!finished) return;
    finish(parts, finished)
      .catch((error: unknown) => events.fail(finished.number, stageNow(finished), error))
      .finally(() => {
        if (!current) parts.onSpeech(false);
        ears.closeOld();
      });
  }

  return {
    hear(samples) {
      for (const heard of activity.hear(samples, parts.isPlaying())) {
        if (heard.kind === 'began') begin(heard.audio);
        else if (heard.kind === 'goesOn') goOn(heard.audio);
        else end();
      }
      return { isSpeech: activity.isSpeech() };
    },
    listenWith: ears.replace,
    close() {
      current?.writing?.drop();
      current = undefined;
      ears.close();
    },
  };
}

function stageNow({ wakeMs, address }: Current): 'transcribe' | 'wake' {
  return wakeMs === undefined ? stageOf(address) : 'transcribe';
}

/** What an utterance goes through first. */
function stageOf({ isAddressed }: Address): 'transcribe' | 'wake' {
  return isAddressed ? 'transcribe' : 'wake';
}

/** Errors: `worker-crashed`. */
function beginUtterance(
  { events }: ListeningParts,
  begun: Pick<Current, 'number' | 'address' | 'ear'>,
  audio: Int16Array,
  onPartial: (words: HeardWord[]) => void,
): Current {
  const { number, address, ear } = begun;
  const utterance = ear.recogniser.begin(address.expectation, onPartial);
  const writing = writingFor(ear, address, (text) => events.partial(number, 'transcribe', text));
  events.start(number, 'listen');
  events.start(number, stageOf(address));
  utterance.hear(audio);
  writing?.hear(audio);
  if (address.isAddressed && !address.isOverSpeech) writing?.begin(0);
  // Whoever takes a second look may have to be started: that goes on while the phrase is said.
  else ear.confirm?.(new Int16Array(0)).catch(() => false);
  return { ...begun, utterance, writing, sound: [audio], begunAt: performance.now(), wokenPartials: 0 };
}

/** A question is answered in its own words. */
function writingFor(ear: Ear, { expectation }: Address, onPart: (text: string) => void) {
  return expectation === 'answer' && !ear.isOpen ? undefined : ear.write?.(onPart);
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
  const reading = readUtterance(words, parts.wakePhrase(), ear.grammar, address.isOverSpeech);
  now.wokenPartials = reading.hasWake ? now.wokenPartials + 1 : 0;
  if (now.wokenPartials === partialsToWake) {
    if (!ear.confirm) wake(parts, now, words);
    else void isConfirmed(now).then((isRight) => isRight && !now.hasEnded && wake(parts, now, words));
  }
  const isMeant = address.isAddressed || now.wakeMs !== undefined;
  if (isMeant && reading.text !== '' && !ear.isOpen) parts.events.partial(number, 'transcribe', reading.text);
}

/** What cannot be looked at twice counts as it was heard. */
async function isConfirmed({ ear, sound, address, wakeMs }: Current): Promise<boolean> {
  if (!ear.confirm || address.isAddressed || wakeMs !== undefined) return true;
  return ear.confirm(joined(sound)).catch(() => true);
}

/** Once for each utterance. Its latency is counted from the end of the phrase. */
function wake({ events, wakePhrase, onWoken, onSpeech }: ListeningParts, now: Current, words: HeardWord[]): void {
  if (now.wakeMs !== undefined || now.address.isAddressed) return;
  const endOfPhrase = endOfWake(words, wakePhrase());
  now.wakeMs = events.end(now.number, 'wake', now.begunAt - preRollMs + endOfPhrase, wakePhrase());
  events.start(now.number, 'transcribe');
  now.writing?.begin(endOfPhrase);
  onWoken();
  onSpeech(true);
}

/** In milliseconds of the utterance. */
function endOfWake(words: readonly HeardWord[], phrase: string): number {
  const last = phrase.split(' ').at(-1);
  return (words.find((each) => wordOf(each) === last)?.to ?? 0) * 10;
}

/** Errors: `worker-crashed`. */
async function finish(parts: ListeningParts, finished: Current): Promise<void> {
  const { events } = parts;
  const { number, address, begunAt } = finished;
  const endedAt = performance.now() - silenceMs;
  const listen = events.end(number, 'listen', begunAt);
  const begun = performance.now();
  const words = await finished.utterance.end();
  const read = readUtterance(words, parts.wakePhrase(), finished.ear.grammar, address.isOverSpeech);
  const heard = { ...read, hasWake: read.hasWake && (await isConfirmed(finished)) };
  finished.hasEnded = true;
  if (heard.hasWake) wake(parts, finished, words);
  const isMeant = address.isAddressed || heard.hasWake;
  if (!isMeant && finished.wakeMs === undefined) events.end(number, 'wake', begunAt, '');
  const { reading, isFree } = await written(finished, heard, parts.wakePhrase(), endOfWake(words, parts.wakePhrase()));
  const transcribe = isMeant ? events.end(number, 'transcribe', begun, reading.text) : 0;
  const { wakeMs } = finished;
  const latenciesMs = { ...(wakeMs === undefined ? {} : { wake: wakeMs }), listen, transcribe };
  parts.onUtterance({ ...address, number, reading, isFree, endedAt, latenciesMs });
}

/** What is meant and in no closed set is written down, if somebody can. */
async function written(
  finished: Current,
  reading: Reading,
  wakePhrase: string,
  endOfPhrase: number,
): Promise<{ reading: Reading; isFree: boolean }> {
  const { writing, address } = finished;
  const isUnderstood = !reading.hasOther && (reading.text !== '' || reading.hasWake);
  if (!writing || isUnderstood || !isToBeWritten(finished, reading)) {
    writing?.drop();
    return { reading, isFree: false };
  }
  const text = await writing.finish(reading.hasWake ? endOfPhrase : 0);
  // Nobody spoke after the phrase.
  if (text === '')
    return { reading: reading.hasWake ? { ...reading, text: '', hasOther: false } : reading, isFree: false };
  const isBare = address.isOverSpeech && !reading.hasWake;
  const said = isBare ? readText(text, wakePhrase) : { ...reading, text, hasOther: false };
  return { reading: { ...said, text: freeText(said.text) }, isFree: true };
}

/** Bare words over Heron's own voice may be Heron's: only who is on this machine looks for the phrase, and for "stop", in them. */
function isToBeWritten({ ear, address }: Current, { hasWake }: Reading): boolean {
  if (hasWake) return true;
  return address.isOverSpeech ? ear.isOpen === true && ear.writesHere === true : address.isAddressed;
}

export function notUnderstood(): HeronError {
  return new HeronError('invalid-input', 'That was not understood; say it again, or write it');
}
