import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWords, type Words } from './read-words.ts';

/** The page, and what Heron says outside of its windows. */
const parts = [
  ...['src/renderer/app/*.{ts,tsx}', 'src/renderer/ui/*.tsx', 'src/renderer/features/**/*.{ts,tsx}'],
  ...['src/main/electron/**/*.ts', 'src/contract/notices.ts'],
];

/** Names of things and examples that are the same in every language, and what is said to machines. */
export const sameEverywhere: readonly string[] = [
  'Heron',
  'Mod',
  'Alt',
  'Shift',
  'Control+Shift+Space',
  'Control+Alt+R',
  'Alt+Space',
  'Alt+V',
  'Alt+A',
  'Alt+L',
  'Alt+X',
  // What is said to the engine, whatever the window is written in.
  'Leave it',
  'Run it',
  'Schedule it',
  // What the browser calls it.
  'Notification',
  'CommandOrControl+Shift+H',
  // What systems call their own things, and an entry of a desktop.
  ...['Windows (DPAPI)', 'KWallet', 'GlobalShortcutsPortal'],
  ...['Type=Application', 'Name=Heron', 'Exec=', 'Icon=heron', 'Terminal=false'],
  // Of time, as everywhere; of style sheets; and beginnings of keys and of what is said to the engine.
  ' min',
  ' min ',
  'rem',
  'auto ',
  'folder ',
  'when ',
  'trigger ',
  'every weekday at 09:00',
];

/** Keys, as browsers call them. */
const key =
  /^(?:(?:Mod|Shift)\+)*(?:Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)|Home|End|Enter|Escape|Tab|Space|Delete|Backspace|Shift|Control|Meta|[A-Z])$/;

/** Electron loads `start.ts` before anything else of Heron, and alone. */
export function pageFiles(root: string): string[] {
  return globSync(parts, { cwd: root })
    .filter((file) => !/\.test\.|fake-page\.ts$|\/fixtures\/|electron\/start\.ts$/.test(file))
    .toSorted();
}

/** What was read, by source: a text is read once however often it is asked for. */
const readBefore = new Map<string, Words>();

function wordsOf(source: string): Words {
  const words = readBefore.get(source) ?? readWords(source);
  readBefore.set(source, words);
  return words;
}

/** Texts of the page that do not go through the catalogue, as `file:line: text`. */
export function untranslated(root: string, files = pageFiles(root)): string[] {
  return files.flatMap((file) =>
    wordsOf(readFileSync(join(root, file), 'utf8'))
      .unsaid.filter(({ text, isShown }) => !sameEverywhere.includes(text) && (isShown || !key.test(text)))
      .map(({ text, line }) => `${file}:${line}: ${text}`),
  );
}

/** Every text that goes through the catalogue anywhere in the page, as i18next's JSON v4 has it. */
export function englishCatalogue(root: string): string {
  const texts = new Map<string, string>();
  const everywhere = ['src/renderer/**/*.{ts,tsx}', 'src/main/electron/**/*.ts', 'src/contract/*.ts'];
  const files = globSync(everywhere, { cwd: root }).filter((file) => !file.includes('.test.'));
  for (const file of files.toSorted()) {
    const source = readFileSync(join(root, file), 'utf8');
    if (!source.includes('/words.ts')) continue;
    for (const { text, one } of wordsOf(source).said) {
      if (one === undefined) texts.set(text, text);
      else texts.set(`${text}_one`, one).set(`${text}_other`, text);
    }
  }
  const sorted = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
