import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWords } from './read-words.ts';

/** The parts of the page whose texts all go through the catalogue; the rest is still to come. */
export const doneParts = [
  'src/renderer/app/*.{ts,tsx}',
  'src/renderer/ui/*.tsx',
  'src/renderer/features/local-models/*.{ts,tsx}',
  'src/renderer/features/welcome/*.{ts,tsx}',
  'src/renderer/features/settings/{screen,tab-list,general-tab,about-section,window-section,observing-section,keys-tab,language-section}.tsx',
];

/** Names of things and examples that are the same in every language, and what is said to machines. */
export const sameEverywhere: readonly string[] = [
  'Heron',
  'Mod',
  'Alt',
  'Shift',
  'Control+Shift+Space',
  'Alt+Space',
  'CommandOrControl+Shift+H',
];

export function doneFiles(root: string): string[] {
  return globSync(doneParts, { cwd: root })
    .filter((file) => !file.includes('.test.') && !file.endsWith('fake-page.ts'))
    .toSorted();
}

/** Texts of the parts that are done and do not go through the catalogue, as `file:line: text`. */
export function untranslated(root: string): string[] {
  return doneFiles(root).flatMap((file) =>
    readWords(readFileSync(join(root, file), 'utf8'))
      .unsaid.filter(({ text }) => !sameEverywhere.includes(text))
      .map(({ text, line }) => `${file}:${line}: ${text}`),
  );
}

/** Every text that goes through the catalogue anywhere in the page, as i18next's JSON v4 has it. */
export function englishCatalogue(root: string): string {
  const texts = new Map<string, string>();
  const files = globSync('src/renderer/**/*.{ts,tsx}', { cwd: root }).filter((file) => !file.includes('.test.'));
  for (const file of files.toSorted()) {
    const source = readFileSync(join(root, file), 'utf8');
    if (!source.includes('/words.ts')) continue;
    for (const { text, one } of readWords(source).said) {
      if (one === undefined) texts.set(text, text);
      else texts.set(`${text}_one`, one).set(`${text}_other`, text);
    }
  }
  const sorted = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
