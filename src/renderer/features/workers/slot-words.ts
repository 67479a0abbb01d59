import type { ObjectSchema } from '../../../contract/json.ts';

export type FieldSchema = ObjectSchema['properties'][string];

const formats: Record<string, string> = {
  uri: 'a web address',
  email: 'an e-mail address',
  date: 'a date',
  time: 'a time',
  'time-words': 'a time',
  'duration-words': 'how long',
  'sum-words': 'a sum',
};

/** What belongs into a field, as one would ask for it: "a file or folder", "a web address". */
export function slotWords(name: string, { title, format, type, description }: FieldSchema = {}): string {
  if (typeof title === 'string') return title.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
  const standard = formats[String(format)];
  if (standard) return standard;
  const described = nounOf(description);
  if (described) return described;
  if (format === 'path') return 'a file or folder';
  return type === 'integer' || type === 'number' ? 'a number' : spelled(name);
}

/** What a field holds when nobody says: its default, or the first of a few values. */
export function usualValue(schema: FieldSchema = {}): string | undefined {
  const { default: usual, enum: values } = schema;
  const value: unknown = usual ?? (Array.isArray(values) ? values[0] : undefined);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** `maxBytes` is "max bytes". */
export function spelled(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** A description that begins with what the field is: "The file or folder to pack." is "a file or folder". */
function nounOf(description: unknown): string | undefined {
  if (typeof description !== 'string') return undefined;
  const noun = /^The ((?:[a-z]+ )?[a-z]+(?: or [a-z]+)?)(?=[.,;:]|$| (?:to|that|of|with|in|it)\b)/.exec(
    description,
  )?.[1];
  if (!noun || /[^s]s$/.test(noun)) return noun;
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
