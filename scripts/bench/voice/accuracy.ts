import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { VoiceSettings } from '../../../src/contract/voice.ts';
import { silentLogger } from '../../../src/main/base/silent-logger.ts';
import { callManifest } from '../../../src/main/features/calls/manifest.ts';
import { reminderManifest } from '../../../src/main/features/reminders/manifest.ts';
import { bundledCatalogue } from '../../../src/main/features/plans/fixtures/bundled-catalogue.ts';
import { spokenForms } from '../../../src/main/features/plans/rules/spoken-forms.ts';
import { findEngines } from '../../../src/main/features/voice/engines.ts';
import { readDictionary } from '../../../src/main/features/voice/hearing/dictionary.ts';
import { makeGrammar } from '../../../src/main/features/voice/hearing/grammar.ts';
import {
  createListening,
  type HeardUtterance,
  type Listening,
} from '../../../src/main/features/voice/hearing/listening.ts';
import { createRecogniser } from '../../../src/main/features/voice/hearing/recogniser.ts';
import { spokenNames } from '../../../src/main/features/voice/hearing/spoken-names.ts';
import { sampleRate } from '../../../src/main/features/voice/hearing/voice-activity.ts';
import { insertionPenalties, wakeCheckOf } from '../../../src/main/features/voice/hearing/penalties.ts';
import { createSpeech } from '../../../src/main/speech/speech.ts';
import { type Figure, figure } from '../figure.ts';
import { root } from '../../steps.ts';
import { patience, withinLimit } from '../within-limit.ts';
import { recogniserUse } from './recogniser-use.ts';
import { loudnessIn, type Room, saidIn } from './rooms.ts';
import { commands, names, nearPhrases, paces, padSeconds, voices } from './said.ts';
import { wordErrors } from './word-errors.ts';

const wakePhrase = 'hey heron';
/** So long an utterance that was said to its end is waited for. */
const patienceMs = 60_000 * patience;
/** A rate of wakes an hour takes much speech to be known: half an hour of it at the usual sensitivity. */
const longMs = 600_000;
const commandsMs = 240_000;

/**
 * How surely commands are heard; sound goes in as fast as it is taken. Each part ends at its limit with what it has heard by then, and
 * says how much that was.
 */
export async function measureAllCommands(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const room of ['a quiet room', 'a noisy room', 'a room where others talk'] as const) {
    figures.push(loudnessIn(room), ...(await measureCommands(room)));
  }
  return figures;
}

/** How often Heron takes something for the wake phrase, or for a command, that is none. */
export async function measureFalseAccepts(): Promise<Figure[]> {
  const figures = [await wakesOfNearPhrases('a quiet room'), await wakesOfNearPhrases('a noisy room')];
  for (const sensitivity of ['normal', 'high', 'low'] as const) figures.push(...(await falseAccepts(sensitivity)));
  return figures;
}

type Heard = { n: number; right: number; woken: number; words: number; wrongWords: number; secondsHeard: number };

/** Every command in every voice at every pace, as far as the limit goes, and what listening to them takes. */
export async function measureCommands(room: Room): Promise<Figure[]> {
  const { count, byVoice, cpuMs, memoryMb } = await hearCommands(room);
  const { n, right, woken, words, wrongWords, secondsHeard } = count;
  const figures = [
    figure(`commands heard exactly, ${n} in ${room}`, '%', [(100 * right) / n]),
    figure(`words heard rightly, in ${room}`, '%', [100 - (100 * wrongWords) / words]),
    figure(`wake phrase missed, ${n} in ${room}`, '%', [100 - (100 * woken) / n], {
      goal: { text: 'at most 5 %', isMet: (value) => value <= 5 },
    }),
  ].map((each) => ({ ...each, samples: n }));
  return [
    ...figures,
    figure(`real-time factor of the recogniser (processor seconds for one of sound), in ${room}`, '', [
      cpuMs / 1000 / secondsHeard,
    ]),
    figure(`memory of the recogniser, in ${room}`, 'MB', [memoryMb]),
    ...[...byVoice].map(([voice, { all, exact }]) => ({
      ...figure(`commands heard exactly, ${all} of voice ${voice} in ${room}`, '%', [(100 * exact) / all]),
      samples: all,
    })),
  ];
}

type HeardCommands = {
  count: Heard;
  byVoice: Map<string, { all: number; exact: number }>;
  cpuMs: number;
  memoryMb: number;
};

async function hearCommands(room: Room): Promise<HeardCommands> {
  const ear = await openEar('normal');
  const { cpuMs: before } = recogniserUse();
  const count: Heard = { n: 0, right: 0, woken: 0, words: 0, wrongWords: 0, secondsHeard: 0 };
  const byVoice = new Map(voices.map((voice) => [voice, { all: 0, exact: 0 }]));
  // Each command in every voice before the same again at other paces: what fits within the limit is of all voices and paces.
  const sentences = paces.flatMap((_, round) =>
    commands.flatMap((command, row) =>
      voices.map((voice, column) => ({ command, voice, pace: paces[(round + row + column) % paces.length] ?? 1 })),
    ),
  );
  try {
    for (const { command, voice, pace } of withinLimit(`commands in ${room}`, sentences, commandsMs)) {
      const samples = saidIn(room, `hey heron, ${command}`, voice, pace);
      const heard = await ear.hear(samples);
      const isWoken = heard.some(({ reading }) => reading.hasWake);
      // A pause after the wake phrase makes two utterances of it.
      const understood = heard.filter(({ reading }) => reading.text !== '' && !reading.hasOther);
      const text = understood.length === 1 ? (understood[0]?.reading.text ?? '') : '';
      const isRight = isWoken && text === command;
      if (!isRight) console.error(`    ${voice} ${pace} “${command}”: ${isWoken ? `“${text}”` : 'not woken'}`);
      count.n += 1;
      count.woken += Number(isWoken);
      count.right += Number(isRight);
      const own = byVoice.get(voice);
      if (own) [own.all, own.exact] = [own.all + 1, own.exact + Number(isRight)];
      count.words += command.split(' ').length;
      count.wrongWords += wordErrors(isWoken ? text : '', command);
      count.secondsHeard += samples.length / sampleRate;
    }
    const { cpuMs, memoryMb } = recogniserUse();
    return { count, byVoice, cpuMs: cpuMs - before, memoryMb };
  } finally {
    ear.close();
  }
}

/** How many of the sentences that were made to be taken for the wake phrase are. */
async function wakesOfNearPhrases(room: Room): Promise<Figure> {
  const ear = await openEar('normal');
  const sentences = nearPhrases.flatMap((text, row) =>
    voices.map((voice) => ({ text, voice, pace: paces[row % paces.length] ?? 1 })),
  );
  let [n, woken] = [0, 0];
  try {
    for (const { text, voice, pace } of withinLimit(`near phrases in ${room}`, sentences)) {
      const heard = await ear.hear(saidIn(room, text, voice, pace));
      const isWoken = heard.some(({ reading }) => reading.hasWake);
      if (isWoken) console.error(`    ${voice} ${pace} woke it: “${text}”`);
      n += 1;
      woken += Number(isWoken);
    }
  } finally {
    ear.close();
  }
  return { ...figure(`near phrases that wake it, in ${room}`, '%', [(100 * woken) / n]), samples: n };
}

const prose = [
  'docs/design-language.md',
  'docs/decisions/0006-policy-and-taint.md',
  'docs/decisions/0014-durability.md',
  'docs/guide/write-a-plan.md',
  'docs/guide/schedules.md',
  'docs/decisions/0015-replay.md',
  'docs/guide/permissions.md',
  'docs/guide/models.md',
  'docs/guide/install.md',
  'docs/decisions/0061-an-engine-that-ended.md',
];

const sentencesOfEach = 60;

/** Sentences of prose, each with a voice; of each text in turn. */
function readText(): { text: string; voice: string }[] {
  const texts = prose.map((file, index) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/[^A-Za-z.,' \n]/g, ' ');
    const parts = text.split(/(?<=\.)\s+/).slice(0, sentencesOfEach);
    return parts.map((part) => ({ text: part, voice: voices[index % voices.length] ?? 'slt' }));
  });
  const longest = Math.max(...texts.map((parts) => parts.length));
  return Array.from({ length: longest }, (_, at) => texts.flatMap((parts) => parts[at] ?? []))
    .flat()
    .filter(({ text }) => /[a-z]{3}/.test(text));
}

/** `from`, `to`: the part of the read text, as shares of all of it. */
export async function falseAccepts(sensitivity: VoiceSettings['sensitivity'], from = 0, to = 1): Promise<Figure[]> {
  const ear = await openEar(sensitivity);
  const all = readText();
  const text = all.slice(Math.round(from * all.length), Math.round(to * all.length));
  let seconds = 0;
  let [wakes, taken] = [0, 0];
  try {
    for (const { text: sentence, voice } of withinLimit(
      `read text, sensitivity ${sensitivity}`,
      text,
      sensitivity === 'normal' ? longMs : undefined,
    )) {
      const samples = saidIn('a quiet room', sentence, voice);
      // The silence around a sentence is nobody's speech.
      seconds += samples.length / sampleRate - 2 * padSeconds;
      const heard = await ear.hear(samples);
      const woken = heard.filter(({ reading }) => reading.hasWake).length;
      if (woken > 0) console.error(`    ${voice} woke it: “${sentence}”`);
      wakes += woken;
      taken += heard.filter(isTaken).length;
    }
  } finally {
    ear.close();
  }
  const where = `in ${Math.round(seconds / 60)} min of read text, sensitivity ${sensitivity}`;
  const goal = { text: 'at most 0.2', isMet: (value: number) => value <= 0.2 };
  return [
    figure(`false wakes (${wakes}) ${where}`, 'an hour', [(wakes * 3600) / seconds], { goal }),
    figure(`false commands (${taken}) ${where}`, 'an hour', [(taken * 3600) / seconds], { goal }),
  ];
}

/** Heron would do it. */
function isTaken({ isAddressed, reading: { hasWake, text, hasOther } }: HeardUtterance): boolean {
  return (isAddressed || hasWake) && text !== '' && !hasOther;
}

type Ear = { hear(samples: Int16Array): Promise<HeardUtterance[]>; close(): void };

/** Silero, as it hears a wake phrase after the grammar. */
function secondLook(): { confirm: (audio: Int16Array) => Promise<boolean>; close: () => void } {
  const speech = createSpeech({
    ...{ nodeBinary: process.execPath, appFolder: root, logger: silentLogger, ready: async () => [] },
    target: (model) => {
      throw new Error(`No server is asked here: ${model}`);
    },
  });
  const confirm = async (audio: Int16Array): Promise<boolean> =>
    (await speech.hasSpeech(audio, AbortSignal.timeout(patienceMs))) !== false;
  return { confirm, close: speech.close };
}

async function openEar(sensitivity: VoiceSettings['sensitivity']): Promise<Ear> {
  const { hearer } = await findEngines({ environment: process.env, appFolder: root });
  if (!hearer) throw new Error('Nothing here can hear: sudo apt install python3-pocketsphinx pocketsphinx-en-us flite');
  const dictionary = readDictionary(hearer.dictionary);
  const { speakable } = spokenNames(names, dictionary);
  const grammar = makeGrammar({
    wakePhrase,
    forms: spokenForms(bundledCatalogue([callManifest(), reminderManifest()])),
    names: speakable,
    dictionary,
  });
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-voice-'));
  const recogniser = createRecogniser({
    ...{ program: hearer, grammar, insertionPenalty: insertionPenalties[sensitivity], folder },
    wake: wakeCheckOf(wakePhrase, sensitivity),
    ...{ logger: silentLogger, environment: process.env },
  });
  await recogniser.ready();
  const { confirm, close: closeSecondLook } = secondLook();
  let heard: HeardUtterance[] = [];
  let begun = 0;
  let ended = 0;
  let isWoken = false;
  let failure: Error | undefined;
  const listening = createListening({
    events: {
      start: (_, stage) => void (stage === 'listen' && (begun += 1)),
      partial: () => undefined,
      end: () => 0,
      fail: (_, stage, error) => void (failure = new Error(`The ${stage} stage failed`, { cause: error })),
    },
    wakePhrase: () => wakePhrase,
    addressOf: () => ({ expectation: isWoken ? 'command' : 'wake', isAddressed: isWoken, isOverSpeech: false }),
    isPlaying: () => false,
    onWoken: () => void (isWoken = true),
    onSpeech: () => undefined,
    onUtterance: (utterance) => {
      ended += 1;
      heard.push(utterance);
    },
  });
  listening.listenWith({ recogniser, grammar, confirm });
  return {
    async hear(samples) {
      [heard, isWoken] = [[], false];
      // In a noisy room the noise at the end can pass for speech, which then ends where the room does.
      if (await take(listening, samples)) await take(listening, new Int16Array(2 * sampleRate));
      for (const end = performance.now() + patienceMs; ended < begun; await sleep(2)) {
        if (failure !== undefined) throw failure;
        if (performance.now() > end) throw new Error(`The recogniser gave no answer within ${patienceMs / 1000} s`);
      }
      return heard;
    },
    close() {
      listening.close();
      closeSecondLook();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether there is still speech after it. */
async function take(listening: Listening, samples: Int16Array): Promise<boolean> {
  let isSpeech = false;
  for (let at = 0; at < samples.length; at += 512) {
    ({ isSpeech } = listening.hear(samples.slice(at, at + 512)));
    if (at % 4096 === 0) await nextTurn();
  }
  return isSpeech;
}
