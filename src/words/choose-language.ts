import { type Catalogue, speak } from './words.ts';

/** A language for tests: everything that is translated is marked. */
export const testLanguage = 'en-x-test';

/** Translations by their path, which ends in the language: `./de.json`. */
export type Translations = Readonly<Record<string, () => Promise<{ default: Catalogue }>>>;

/** The languages there is a translation into, besides English. */
export function languagesOf(translations: Translations): string[] {
  return Object.keys(translations)
    .map((path) => path.replace(/^.*\/(.+)\.json$/, '$1'))
    .toSorted();
}

/**
 * Speaks a language, or the system's for `system`. Texts without a translation are English; numbers and times are written as the
 * language does all the same. Resolves to the language that texts are in.
 */
export async function speakChosen(choice: string, system: string, translations: Translations): Promise<string> {
  const wanted = choice === 'system' ? system : choice;
  const isTest = wanted === testLanguage;
  const tag = isTest ? 'en' : (Intl.getCanonicalLocales(wanted)[0] ?? 'en');
  const there = languagesOf(translations);
  const known = there.find((one) => one === tag) ?? there.find((one) => one === new Intl.Locale(tag).language);
  const path = Object.keys(translations).find((each) => known !== undefined && each.endsWith(`/${known}.json`));
  const catalogue = path === undefined ? undefined : await translations[path]?.();
  speak({ tag, catalogue: catalogue?.default, isTest });
  return catalogue ? tag : 'en';
}
