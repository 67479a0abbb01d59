import { readdir } from 'node:fs/promises';
import type { PhraseCheck, VoiceSettings } from '../../../contract/voice.ts';
import { HeronError } from '../../base/errors.ts';
import type { SpokenForm } from '../../base/spoken-form.ts';
import type { Engines } from './engines.ts';
import { type Dictionary, readDictionary } from './hearing/dictionary.ts';
import { type Grammar, makeGrammar } from './hearing/grammar.ts';
import { insertionPenalties, wakeCheckOf } from './hearing/penalties.ts';
import type { WakeCheck } from './hearing/recogniser.ts';
import { type SpokenName, spokenNames } from './hearing/spoken-names.ts';
import type { Hearer } from './implementation.ts';

/** The closed set that can be heard now, and what it takes to hear it. */
export type ClosedHearing = {
  hearer: Hearer;
  grammar: Grammar;
  penalty: number;
  wake: WakeCheck;
  signature: string;
};

export type Sayable = {
  /** Errors: `unsupported` without an engine that hears. */
  dictionary(hearer: Hearer | undefined): Dictionary;
  names(words: Dictionary): Promise<{ speakable: SpokenName[]; unspeakable: string[] }>;
  sentences(): number;
  /** Errors: `unsupported`, `invalid-input` for a wake phrase that nobody can say. */
  hearing(engines: Engines): Promise<ClosedHearing>;
};

export type SayableParts = {
  settings: () => VoiceSettings;
  /** The sentences that are understood without a model. */
  forms: () => SpokenForm[];
  /** What can be named by voice lies in it. */
  homeFolder: string;
};

const mostNames = 60;
/** Every dictionary of English has it. */
const commonWord = 'the';
export const noHearer =
  'Nothing on this machine can hear: sudo apt install python3-pocketsphinx pocketsphinx-en-us (Debian and Ubuntu), or download a model for speech in Settings, Voice';

/** What can be said: the sentences of the workers, with the names in the home folder. */
export function createSayable({ settings, forms, homeFolder }: SayableParts): Sayable {
  let read: { path: string; dictionary: Dictionary } | undefined;

  function dictionary(hearer: Hearer | undefined): Dictionary {
    if (!hearer) throw new HeronError('unsupported', noHearer);
    if (read?.path !== hearer.dictionary) {
      const found = readDictionary(hearer.dictionary);
      if (found.pronunciations(commonWord).length === 0) throw damagedDictionary(hearer);
      read = { path: hearer.dictionary, dictionary: found };
    }
    return read.dictionary;
  }

  async function names(words: Dictionary): Promise<{ speakable: SpokenName[]; unspeakable: string[] }> {
    const entries = await readdir(homeFolder, { withFileTypes: true }).catch(() => []);
    const visible = entries.filter(({ name }) => !name.startsWith('.'));
    // Of a folder and a file that are said alike, the folder is meant.
    const ordered = visible.toSorted(
      (a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || a.name.localeCompare(b.name),
    );
    const all = ordered.map(({ name }) => name);
    const { speakable, unspeakable } = spokenNames(all, words);
    return { speakable: speakable.slice(0, mostNames), unspeakable };
  }

  return {
    dictionary,
    names,
    sentences: () => forms().length,
    async hearing({ hearer }) {
      const words = dictionary(hearer);
      const { wakePhrase, sensitivity } = settings();
      const { unknown } = checkPhrase(wakePhrase, words);
      if (!hearer || unknown.length > 0) {
        const message = `The wake phrase cannot be heard: no dictionary has ${unknown.join(', ')}`;
        throw new HeronError('invalid-input', message, { unknown });
      }
      const { speakable } = await names(words);
      const grammar = makeGrammar({ wakePhrase, forms: forms(), names: speakable, dictionary: words });
      const penalty = insertionPenalties[sensitivity];
      const meant = [...grammar.meanings.values()];
      const signature = JSON.stringify([wakePhrase, grammar.rules, grammar.words, meant, penalty]);
      return { hearer, grammar, penalty, wake: wakeCheckOf(wakePhrase, sensitivity), signature };
    },
  };
}

function damagedDictionary({ dictionary, fix }: Hearer): HeronError {
  const text = `The dictionary ${dictionary} is damaged`;
  return new HeronError('provider', fix === undefined ? text : `${text}: ${fix}`, { path: dictionary });
}

const fewestSounds = 6;

export function checkPhrase(phrase: string, dictionary: Dictionary): PhraseCheck {
  const words = phrase.split(' ').map((word) => ({ word, ways: dictionary.pronunciations(word) }));
  const pronunciations = words.flatMap(({ ways: [first] }) => first ?? []);
  return {
    unknown: words.flatMap(({ word, ways }) => (ways.length === 0 ? [word] : [])),
    isShort: pronunciations.join(' ').split(' ').length < fewestSounds,
    pronunciations,
  };
}
