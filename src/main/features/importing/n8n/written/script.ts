import type { Json } from '../../../../../contract/json.ts';

/** A text as JavaScript, without braces in it: two of them would end the expression it stands in. */
export function scriptText(text: string): string {
  return JSON.stringify(text)
    .replaceAll('{', String.raw`\u007b`)
    .replaceAll('}', String.raw`\u007d`);
}

const plainName = /^[A-Za-z_$][\w$]*$/;

/** `.name`, or `["odd name"]`. */
export function scriptField(name: string, isSure = false): string {
  if (plainName.test(name)) return isSure ? `.${name}` : `?.${name}`;
  return `${isSure ? '' : '?.'}[${scriptText(name)}]`;
}

/** No two closing braces are ever beside each other. */
export function scriptObject(fields: readonly (readonly [name: string, value: string])[]): string {
  if (fields.length === 0) return '{ }';
  // A field of this name would be what the object is made of, and no field.
  const named = (name: string): string => (name === '__proto__' ? `["${name}"]` : scriptText(name));
  return `{ ${fields.map(([name, value]) => `${named(name)}: ${value}`).join(', ')} }`;
}

/** A value in which nothing is worked out. */
export function scriptValue(value: Json): string {
  if (typeof value === 'string') return scriptText(value);
  if (Array.isArray(value)) return `[${value.map(scriptValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return scriptObject(Object.entries(value).map(([name, inner]) => [name, scriptValue(inner)]));
  return String(value);
}
