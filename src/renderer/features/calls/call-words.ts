import type { Call } from '../../../contract/calls.ts';
import { t } from '../../../words/words.ts';

/** Heard wherever the focus is while it rings, as those for talking are. */
export const answerKeys = 'Alt+A';
export const laterKeys = 'Alt+L';
export const declineKeys = 'Alt+X';

export function aboutText({ about }: Pick<Call, 'about'>): string {
  return about === '' ? t('it has something to say') : about;
}
