import { languageTag, t } from '../../words/words.ts';

/** "a", "a and b", "a, b, and c". */
export function andText(items: readonly string[]): string {
  return new Intl.ListFormat(languageTag()).format(items);
}

/** "a", "a or b", "a, b, or c". */
export function orText(items: readonly string[]): string {
  return new Intl.ListFormat(languageTag(), { type: 'disjunction' }).format(items);
}

/** What is tried one after the other: "a, then b". At least one. */
export function orderText(items: readonly string[]): string {
  return items.reduce((first, next) => t('{{first}}, then {{next}}', { first, next }));
}
