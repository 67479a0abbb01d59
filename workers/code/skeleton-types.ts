import { fail } from 'heron/worker-kit';
import type { LanguageName } from './languages.ts';
import type { Written } from './skeleton-outline.ts';

type Words = Record<(Written & { kind: 'plain' })['name'], string> & {
  list(of: string): string;
  map(of: string): string;
};

const script: Words = {
  ...{ text: 'string', number: 'number', integer: 'number', boolean: 'boolean', date: 'Date', nothing: 'void' },
  list: (of) => (of.includes(' ') ? `(${of})[]` : `${of}[]`),
  map: (of) => `Record<string, ${of}>`,
};

const words: Record<LanguageName, Words> = {
  ...{ typescript: script, tsx: script, javascript: script },
  python: {
    ...{ text: 'str', number: 'float', integer: 'int', boolean: 'bool', date: 'datetime', nothing: 'None' },
    list: (of) => `list[${of}]`,
    map: (of) => `dict[str, ${of}]`,
  },
  go: {
    ...{ text: 'string', number: 'float64', integer: 'int', boolean: 'bool', date: 'time.Time', nothing: '' },
    list: (of) => `[]${of}`,
    map: (of) => `map[string]${of}`,
  },
  rust: {
    ...{ text: 'String', number: 'f64', integer: 'i64', boolean: 'bool', date: 'std::time::SystemTime', nothing: '()' },
    list: (of) => `Vec<${of}>`,
    map: (of) => `std::collections::HashMap<String, ${of}>`,
  },
  c: {
    ...{ text: 'char *', number: 'double', integer: 'long', boolean: 'bool', date: 'time_t', nothing: 'void' },
    list: () => fail('invalid-input', 'C has no list of its own: name a type for it', { field: 'outline' }),
    map: () => fail('invalid-input', 'C has no map of its own: name a type for it', { field: 'outline' }),
  },
};

/** A type as a language writes it. */
export function spelt(type: Written, language: LanguageName): string {
  const known = words[language];
  if (type.kind === 'plain') return known[type.name];
  return type.kind === 'named' ? type.name : known[type.kind](spelt(type.of, language));
}

/** Whether a date, a boolean or a named type is met anywhere in it. */
export function mentions(type: Written, name: string): boolean {
  if ('of' in type) return mentions(type.of, name);
  return type.name === name;
}
