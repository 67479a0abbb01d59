import type { SentenceRule } from '../../../contract/routing.ts';
import { plural, t } from '../../../words/words.ts';

/** The words of a field with commas between them. */
export function wordList(text: string): string[] {
  const words = text.split(/[,\n]/).map((word) => word.trim().slice(0, 60));
  return [...new Set(words.filter((word) => word !== ''))].slice(0, 100);
}

const kinds = () => ({ question: t('A question'), edit: t('A change of a program'), steps: t('Steps') });

/** `A question: begins with what is, what are …` */
export function ruleText({ kind, begins = [], has = [], names, mostLength }: SentenceRule): string {
  const some = (words: string[]): string => words.slice(0, 3).join(', ') + (words.length > 3 ? ' …' : '');
  const parts = [
    begins.length > 0 && t('begins with {{words}}', { words: some(begins) }),
    has.length > 0 && t('has {{words}}', { words: some(has) }),
    names !== undefined && t('names {{names}}', { names }),
    mostLength !== undefined &&
      plural(mostLength, { one: 'at most 1 character', other: 'at most {{count}} characters' }),
  ].filter(Boolean);
  return `${kinds()[kind]}: ${parts.length === 0 ? t('everything else') : parts.join(', ')}`;
}
