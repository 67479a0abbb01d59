import type { OptionValues } from '../../../contract/models.ts';

const usualContextTokens = 8192;

/** Tokens that the window of a model run here holds; the file may hold it to less. */
export function localWindow(options: OptionValues): number {
  const given = options['contextTokens'];
  return typeof given === 'number' && given >= 256 ? Math.floor(given) : usualContextTokens;
}
