/** Any value as the language itself would write it into a text: an object as `[object Object]`, as n8n does, and nothing as no words. */
export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : [value].join('');
}
