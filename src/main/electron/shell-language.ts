import { readFileSync, writeFileSync } from 'node:fs';
import { LanguageChoice } from '../../contract/settings.ts';
import type { Catalogue } from '../../words/words.ts';
import { speakChosen, type Translations } from '../../words/choose-language.ts';

const files: Translations = import.meta.glob<{ default: Catalogue }>('../../words/translations/*.json');

/**
 * What Heron says outside of its windows, in the language of the settings. `file` remembers it for what is asked before the settings
 * are there.
 */
export async function speakOutside(choice: string, system: string, file: string): Promise<void> {
  await speakChosen(choice, system, files);
  if (rememberedChoice(file) !== choice) writeFileSync(file, choice);
}

/** Speaks what was chosen last. */
export async function speakRemembered(system: string, file: string): Promise<void> {
  await speakChosen(rememberedChoice(file), system, files);
}

function rememberedChoice(file: string): string {
  try {
    return LanguageChoice.parse(readFileSync(file, 'utf8'));
  } catch {
    // Nothing was chosen yet, or what stands there is no language.
    return 'system';
  }
}
