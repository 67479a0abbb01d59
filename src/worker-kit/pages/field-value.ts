/** A field that is wanted: its name, what else it is called, and what its value is. */
export type WantedField = { name: string; words: string[]; type: 'string' | 'number' | 'integer' | 'boolean' };

/** What a JSON Schema says of fields, as far as it matters here. */
export type FieldSchema = {
  type?: unknown;
  title?: unknown;
  description?: unknown;
  properties?: unknown;
  items?: unknown;
};

export function fieldsOf(schema: FieldSchema): WantedField[] {
  return Object.entries((schema.properties ?? {}) as Record<string, FieldSchema>).map(([name, field]) => ({
    name,
    words: [...new Set([name, typeof field.title === 'string' ? field.title : name].map(plainName))],
    type: field.type === 'number' || field.type === 'integer' || field.type === 'boolean' ? field.type : 'string',
  }));
}

/** Letters and digits in lower case: `unitPrice`, `unit-price` and `Unit price:` are one name. */
export function plainName(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

export function isCalled({ words }: WantedField, text: string): boolean {
  return words.includes(plainName(text));
}

/** The text as what the field wants; undefined where it is none. */
export function valueOf(field: WantedField, text: string): string | number | boolean | undefined {
  const clean = text.replace(/\s+/g, ' ').trim();
  if (clean === '') return undefined;
  if (field.type === 'string') return clean;
  if (field.type === 'boolean') {
    if (/^(true|yes|on|1|in ?stock|available)$/i.test(clean)) return true;
    return /^(false|no|off|0|out of stock|unavailable)$/i.test(clean) ? false : undefined;
  }
  const number = numberIn(clean);
  return number === undefined || (field.type === 'integer' && !Number.isInteger(number)) ? undefined : number;
}

/** `1,234.50`, `1.234,50 €`, `12 kg`: of the two marks, the last is the decimal one; one alone before three digits groups. */
export function numberIn(text: string): number | undefined {
  const found = /[-−]?\d[\d.,\u00A0' ]*/
    .exec(text)?.[0]
    .replace(/[\u00A0' ]/g, '')
    .replace('−', '-');
  if (found === undefined) return undefined;
  const trimmed = found.replace(/[.,]+$/, '');
  const [dot, comma] = [trimmed.lastIndexOf('.'), trimmed.lastIndexOf(',')];
  const last = Math.max(dot, comma);
  if (last < 0) return Number(trimmed);
  const isBoth = dot >= 0 && comma >= 0;
  const mark = trimmed[last] ?? '';
  const isGroup = !isBoth && (trimmed.split(mark).length > 2 || (mark === ',' && trimmed.length - last === 4));
  const decimal = isGroup ? undefined : last;
  const digits = (part: string): string => part.replace(/[.,]/g, '');
  const written =
    decimal === undefined ? digits(trimmed) : `${digits(trimmed.slice(0, decimal))}.${trimmed.slice(decimal + 1)}`;
  const number = Number(written);
  return Number.isNaN(number) ? undefined : number;
}
