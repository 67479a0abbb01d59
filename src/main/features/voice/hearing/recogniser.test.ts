import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../base/silent-logger.ts';
import type { SpokenForm } from '../../../base/spoken-form.ts';
import { findEngines } from '../engines.ts';
import { spoken, whyNoVoice } from '../fixtures/flite.ts';
import { readDictionary } from './dictionary.ts';
import { makeGrammar } from './grammar.ts';
import { createRecogniser, type Recogniser, type WakeCheck } from './recogniser.ts';
import { readUtterance } from './utterance.ts';

const phrase = 'hey heron';
const forms: SpokenForm[] = ['what time is it', 'what is running'].map((sentence) =>
  sentence.split(' ').map((word) => ({ kind: 'word', word })),
);
/** No phrase is worth so much, so that only what follows it can vouch for it. */
const unheardOf: WakeCheck = { words: phrase.split(' '), leastScore: 1000, fewestWords: 2 };

describe.skipIf(whyNoVoice !== undefined)(
  `the second hearing of a wake phrase${whyNoVoice ? ` (${whyNoVoice})` : ''}`,
  { timeout: 180_000 },
  () => {
    let folder: string;
    const open: Recogniser[] = [];
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'heron-recogniser-'));
    });
    afterAll(() => {
      for (const each of open) each.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function ear(wake: WakeCheck) {
      const { hearer: program } = await findEngines({ environment: process.env, appFolder: '' });
      const dictionary = readDictionary(program!.dictionary);
      const grammar = makeGrammar({ wakePhrase: phrase, forms, names: [], dictionary });
      const recogniser = createRecogniser({
        ...{ program: program!, grammar, insertionPenalty: 0.01, wake, folder },
        ...{ logger: silentLogger, environment: process.env },
      });
      open.push(recogniser);
      await recogniser.ready();
      return async (text: string) => {
        const utterance = recogniser.begin('wake', () => undefined);
        const said = spoken(text);
        for (let at = 0; at < said.length; at += 320) utterance.hear(said.slice(at, at + 320));
        return readUtterance(await utterance.end(), phrase, grammar);
      };
    }

    test('a whole command after it vouches for a phrase that was said badly; the phrase alone, one word or other speech does not [MM-03]', async () => {
      const hear = await ear(unheardOf);
      expect(await hear('hey heron, what time is it')).toEqual({
        hasWake: true,
        text: 'what time is it',
        hasOther: false,
      });
      for (const text of ['hey heron', 'hey heron, stop', 'hey heron, my brother lives by the river']) {
        expect([text, (await hear(text)).hasWake]).toEqual([text, false]);
      }
    });

    test('how many words it takes is the sensitivity of the settings, and a phrase that is clear needs none', async () => {
      const strict = await ear({ ...unheardOf, fewestWords: 5 });
      expect((await strict('hey heron, what time is it')).hasWake).toBe(false);
      const usual = await ear({ ...unheardOf, leastScore: 5 });
      expect((await usual('hey heron')).hasWake).toBe(true);
    });
  },
);
