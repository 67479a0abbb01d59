import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { VoiceSettings } from '../../../src/contract/voice.ts';
import { silentLogger } from '../../../src/main/base/silent-logger.ts';
import { bundledCatalogue } from '../../../src/main/features/plans/fixtures/bundled-catalogue.ts';
import { spokenForms } from '../../../src/main/features/plans/rules/spoken-forms.ts';
import { findEngines } from '../../../src/main/features/voice/engines.ts';
import { readDictionary } from '../../../src/main/features/voice/hearing/dictionary.ts';
import { makeGrammar } from '../../../src/main/features/voice/hearing/grammar.ts';
import { createListening, type HeardUtterance } from '../../../src/main/features/voice/hearing/listening.ts';
import { createRecogniser } from '../../../src/main/features/voice/hearing/recogniser.ts';
import { spokenNames } from '../../../src/main/features/voice/hearing/spoken-names.ts';
import { sampleRate } from '../../../src/main/features/voice/hearing/voice-activity.ts';
import { insertionPenalties } from '../../../src/main/features/voice/hearing/penalties.ts';
import { type Figure, figure } from '../figure.ts';
import { root } from '../../steps.ts';
import { commands, names, said, voices } from './said.ts';

const wakePhrase = 'hey heron';
const noises = { 'a quiet room': 30, 'a noisy room': 300 };

/** How surely commands are heard, and how often the wake phrase is where nobody said it; sound goes in as fast as it is taken. */
export async function measureAccuracy(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [room, noise] of Object.entries(noises)) {
    const { right, woken, n } = await hearCommands(noise);
    const percent = (count: number): number => (100 * count) / n;
    figures.push(
      { ...figure(`commands heard exactly, ${n} in ${room}`, '%', [percent(right)]), samples: n },
      {
        ...figure(`wake phrase missed, ${n} in ${room}`, '%', [100 - percent(woken)], {
          goal: { text: 'at most 5 %', isMet: (value) => value <= 5 },
        }),
        samples: n,
      },
    );
  }
  for (const sensitivity of ['low', 'normal', 'high'] as const) figures.push(await falseWakes(sensitivity));
  return figures;
}

async function hearCommands(noise: number): Promise<{ right: number; woken: number; n: number }> {
  const ear = await openEar('normal');
  let right = 0;
  let woken = 0;
  for (const voice of voices) {
    for (const command of commands) {
      const heard = await ear.hear(said(`hey heron, ${command}`, voice, noise));
      const isWoken = heard.some(({ reading }) => reading.hasWake);
      if (isWoken) woken += 1;
      // A pause after the wake phrase makes two utterances of it.
      const understood = heard.filter(({ reading }) => reading.text !== '' && !reading.hasOther);
      if (isWoken && understood.length === 1 && understood[0]?.reading.text === command) right += 1;
    }
  }
  ear.close();
  return { right, woken, n: voices.length * commands.length };
}

const prose = [
  'docs/design-language.md',
  'docs/decisions/0006-policy-and-taint.md',
  'docs/decisions/0014-durability.md',
];

async function falseWakes(sensitivity: VoiceSettings['sensitivity']): Promise<Figure> {
  const ear = await openEar(sensitivity);
  let seconds = 0;
  let wakes = 0;
  for (const [index, file] of prose.entries()) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/[^A-Za-z.,' \n]/g, ' ');
    for (const part of text.split(/(?<=\.)\s+/).slice(0, 25)) {
      if (!/[a-z]{3}/.test(part)) continue;
      const samples = said(part, voices[index % voices.length] ?? 'slt', 30);
      seconds += samples.length / sampleRate;
      const heard = await ear.hear(samples);
      wakes += heard.filter(({ reading }) => reading.hasWake).length;
    }
  }
  ear.close();
  const name = `false wakes in ${Math.round(seconds / 60)} min of read text, sensitivity ${sensitivity}`;
  return figure(name, 'an hour', [(wakes * 3600) / seconds], {
    goal: { text: 'at most 0.2', isMet: (value) => value <= 0.2 },
  });
}

type Ear = { hear(samples: Int16Array): Promise<HeardUtterance[]>; close(): void };

async function openEar(sensitivity: VoiceSettings['sensitivity']): Promise<Ear> {
  const { hearer } = await findEngines({ environment: process.env, appFolder: root });
  if (!hearer) throw new Error('Nothing here can hear: sudo apt install python3-pocketsphinx pocketsphinx-en-us flite');
  const dictionary = readDictionary(hearer.dictionary);
  const { speakable } = spokenNames(names, dictionary);
  const grammar = makeGrammar({ wakePhrase, forms: spokenForms(bundledCatalogue()), names: speakable, dictionary });
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-voice-'));
  const recogniser = createRecogniser({
    ...{ program: hearer, grammar, insertionPenalty: insertionPenalties[sensitivity], folder },
    ...{ logger: silentLogger, environment: process.env },
  });
  await recogniser.ready();
  let heard: HeardUtterance[] = [];
  let begun = 0;
  let ended = 0;
  let isWoken = false;
  const listening = createListening({
    events: {
      start: (_, stage) => void (stage === 'listen' && (begun += 1)),
      partial: () => undefined,
      end: () => 0,
      fail: (_, __, error) => {
        throw error;
      },
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
  listening.listenWith({ recogniser, grammar });
  return {
    async hear(samples) {
      [heard, isWoken] = [[], false];
      for (let at = 0; at < samples.length; at += 512) {
        listening.hear(samples.slice(at, at + 512));
        if (at % 4096 === 0) await nextTurn();
      }
      while (ended < begun) await sleep(2);
      return heard;
    },
    close() {
      listening.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
