import type { Fields } from '../node.ts';
import { isFields } from '../node.ts';
import type { Functions } from './functions.ts';

export const objectFunctions: Functions = {
  isEmpty: (object: Fields) => Object.keys(object).length === 0,
  isNotEmpty: (object: Fields) => Object.keys(object).length > 0,
  hasField: (object: Fields, name: string) => Object.hasOwn(object, name),
  keys: (object: Fields) => Object.keys(object),
  values: (object: Fields) => Object.values(object),
  removeField: (object: Fields, name: string) => only(object, (key) => key !== name),
  removeFieldsContaining: (object: Fields, part: string) =>
    only(object, (_, value) => typeof value !== 'string' || !value.includes(part)),
  keepFieldsContaining: (object: Fields, part: string) =>
    only(object, (_, value) => typeof value === 'string' && value.includes(part)),
  compact: (object: Fields) => compactOf(object),
  urlEncode: (object: Fields) =>
    Object.entries(object)
      .map(([key, value]) => `${formText(key)}=${formText(String(value))}`)
      .join('&'),
  toJsonString: (object: Fields) => JSON.stringify(object),
};

function only(object: Fields, keep: (key: string, value: unknown) => boolean): Fields {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => keep(key, value)));
}

export function compactOf(object: Fields): Fields {
  const kept: Fields = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === null || value === undefined || value === '' || value === 'nil') continue;
    if (isFields(value)) {
      if (Object.keys(value).length > 0) kept[key] = compactOf(value);
    } else kept[key] = value;
  }
  return kept;
}

function formText(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+');
}
