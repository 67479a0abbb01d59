import { type Catalogue, speak } from './words.ts';

const storageKey = 'heron.language';

/** A language for tests: everything that is translated is marked. */
export const testLanguage = 'en-x-test';

const files = import.meta.glob<{ default: Catalogue }>('./translations/*.json');

/** The languages there is a translation into, besides English. */
export const translations = Object.keys(files)
  .map((path) => path.replace(/^.*\/(.+)\.json$/, '$1'))
  .toSorted();

/**
 * Speaks a language, or the browser's for `system`, and says so to the browser. Texts without a translation are English; numbers and
 * times are written as the language does all the same. The choice is remembered here, so that the next start is right before the
 * settings arrive.
 */
export async function chooseLanguage(choice: string): Promise<void> {
  remember(choice);
  const wanted = choice === 'system' ? navigator.language : choice;
  const isTest = wanted === testLanguage;
  const tag = isTest ? 'en' : (Intl.getCanonicalLocales(wanted)[0] ?? 'en');
  const known = translations.find((one) => one === tag) ?? translations.find((one) => one === languageOf(tag));
  const catalogue = known === undefined ? undefined : await files[`./translations/${known}.json`]?.();
  speak({ tag, catalogue: catalogue?.default, isTest });
  // The words are what a reader pronounces.
  document.documentElement.lang = catalogue ? tag : 'en';
  document.documentElement.dir = catalogue ? directionOf(tag) : 'ltr';
}

export function rememberedLanguage(): string {
  try {
    const kept = localStorage.getItem(storageKey) ?? 'system';
    return kept === 'system' || isLanguage(kept) ? kept : 'system';
  } catch {
    return 'system';
  }
}

function remember(choice: string): void {
  try {
    localStorage.setItem(storageKey, choice);
  } catch {
    // Storage can be switched off in a browser; then each start begins in the browser's language.
  }
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function languageOf(tag: string): string {
  return new Intl.Locale(tag).language;
}

const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

/** By its script, which is known of every language. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return rightToLeft.has(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
}
