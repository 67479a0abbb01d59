import { expect, test } from 'vitest';
import { createInstance } from 'i18next';
import { join } from 'node:path';
import { accented } from '../../src/words/accented.ts';
import { plural, speak, t } from '../../src/words/words.ts';
import { pageFiles, englishCatalogue, untranslated } from './catalogue.ts';
import { readWords } from './read-words.ts';

const root = join(import.meta.dirname, '../..');

test('texts that go through the catalogue and those that do not are told apart, with their lines', () => {
  const { said, unsaid } = readWords(`// A comment is nothing to translate.
import { t } from './words.ts';
const name = t('Said {{how}}', { how: 'Loudly' });
export function Part() {
  if (kind === 'Compared') return logger.warn('Said to the log');
  return (
    <Row label="Not said" className="Looks like" title={t('Said')} keys="Mod+S">
      <Choice label="two small words" hint={\`\${name} beside\`} keys="Delete" title="Delete" placeholder="one" />
      Not said <b>either</b>, {plural(n, { one: '1 file', other: '{{count}} files' })} {\`Left \${n} out\`}
    </Row>
  );
}
`);
  expect(said).toEqual([
    { text: 'Said {{how}}', line: 3 },
    { text: 'Said', line: 7 },
    { text: '{{count}} files', one: '1 file', line: 9 },
  ]);
  expect(unsaid.map(({ text, line, isShown }) => `${line}: ${text}${isShown ? ' (shown)' : ''}`)).toEqual([
    '3: read before the language is known: Said {{how}}',
    '3: Loudly',
    '7: Not said (shown)',
    '8: two small words (shown)',
    '8:  beside (shown)',
    '8: Delete (shown)',
    '8: Not said',
    '9: either',
    '9: Left  (shown)',
    '9:  out (shown)',
  ]);
  expect(() => readWords('t(`put ${together}`)')).toThrow(
    'line 1: what t() and plural() are given must be written out',
  );
  expect(() => readWords("\n\nplural(2, { other: 'x' })")).toThrow('line 3: plural() needs the forms one and other');
});

test('every text of the page goes through the catalogue', () => {
  expect(pageFiles(root).length).toBeGreaterThan(600);
  expect(untranslated(root)).toEqual([]);
});

test('the catalogue is what i18next reads, and gives the same texts', async () => {
  const catalogue = JSON.parse(englishCatalogue(root)) as Record<string, string>;
  const polish = {
    Settings: 'Ustawienia',
    '{{count}} days_one': '{{count}} dzień',
    '{{count}} days_few': '{{count}} dni',
    '{{count}} days_many': '{{count}} dni!',
  };
  const i18next = createInstance();
  await i18next.init({
    ...{ lng: 'en', keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false } },
    resources: { en: { translation: catalogue }, pl: { translation: polish } },
  });
  const days = { one: '1 day', other: '{{count}} days' };
  const here = (count: number): string[] => [t('Settings'), plural(count, days)];
  const there = (count: number): string[] => [i18next.t('Settings'), i18next.t('{{count}} days', { count })];
  for (const [tag, texts] of [
    ['en', undefined],
    ['pl', polish],
  ] as const) {
    speak({ tag, catalogue: texts, isTest: false });
    await i18next.changeLanguage(tag);
    for (const count of [0, 1, 2, 5, 22]) expect(here(count)).toEqual(there(count));
  }
  speak({ tag: 'en', catalogue: undefined, isTest: false });
});

test('numbers are written as the language does, and in the test language what is said is marked', () => {
  speak({ tag: 'de', catalogue: { 'of {{all}}': 'von {{all}}' }, isTest: false });
  expect(t('of {{all}}', { all: 12345.5 })).toBe('von 12.345,5');
  expect(t('No translation: {{text}}', { text: 'x' })).toBe('No translation: x');
  speak({ tag: 'en', catalogue: undefined, isTest: true });
  expect(t('Go to {{part}}', { part: 'Logs' })).toBe('[Ĝõ ţõ Logs·····]');
  expect(accented('Ab')).toBe('[Àb·]');
  speak({ tag: 'en', catalogue: undefined, isTest: false });
});
