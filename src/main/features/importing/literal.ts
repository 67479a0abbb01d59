import type { Json } from '../../../contract/json.ts';

/**
 * JSON is an expression too. The braces in its texts are written so that no foreign expression ends it, or is taken for one of
 * Heron's.
 */
export function literal(value: Json): string {
  const texts = JSON.stringify(value).replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.replaceAll('{', String.raw`\u007b`).replaceAll('}', String.raw`\u007d`),
  );
  return texts.replaceAll('}', '} ');
}

/** A text that stays as it is where expressions may stand. */
export function plainText(text: string): string {
  return text.includes('{{') ? `{{ ${literal(text)} }}` : text;
}
