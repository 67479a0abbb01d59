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
import { createRecogniser, type HeardWord, type Recogniser, type WakeCheck } from './recogniser.ts';
import { readUtterance, wordOf } from './utterance.ts';

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
      const words = (text: string): Promise<HeardWord[]> => {
        const utterance = recogniser.begin('wake', () => undefined);
        const said = spoken(text);
        for (let at = 0; at < said.length; at += 320) utterance.hear(said.slice(at, at + 320));
        return utterance.end();
      };
      const read = async (text: string) => readUtterance(await words(text), phrase, grammar);
      return Object.assign(read, { words });
    }

    const endOf = (words: readonly HeardWord[], wanted: string): number =>
      words.find((each) => wordOf(each) === wanted)?.to ?? expect.unreachable(`${wanted} was not heard`);

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

    test('the times of words are those since their utterance began, also of a later one', async () => {
      const hear = await ear({ ...unheardOf, leastScore: 5 });
      const ends: number[] = [];
      for (let round = 0; round < 3; round += 1) ends.push(endOf(await hear.words('hey heron'), 'heron'));
      const [first = 0, ...later] = ends;
      expect(first).toBeGreaterThan(90);
      for (const end of later) expect(Math.abs(end - first)).toBeLessThan(20);
    });

    test('how many words it takes is the sensitivity of the settings, and a phrase that is clear needs none', async () => {
      const strict = await ear({ ...unheardOf, fewestWords: 5 });
      expect((await strict('hey heron, what time is it')).hasWake).toBe(false);
      const usual = await ear({ ...unheardOf, leastScore: 5 });
      expect((await usual('hey heron')).hasWake).toBe(true);
    });
  },
);
