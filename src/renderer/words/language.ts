import { languagesOf, speakChosen, type Translations } from '../../words/choose-language.ts';

const storageKey = 'heron.language';

const files: Translations = import.meta.glob<{ default: Record<string, string> }>('../../words/translations/*.json');

/** The languages there is a translation into, besides English. */
export const translations = languagesOf(files);

/**
 * Speaks a language, or the browser's for `system`, and says so to the browser. The choice is remembered here, so that the next
 * start is right before the settings arrive.
 */
export async function chooseLanguage(choice: string): Promise<void> {
  remember(choice);
  const spoken = await speakChosen(choice, navigator.language, files);
  // The words are what a reader pronounces.
  document.documentElement.lang = spoken;
  document.documentElement.dir = directionOf(spoken);
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

const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

/** By its script, which is known of every language. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return rightToLeft.has(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
}
