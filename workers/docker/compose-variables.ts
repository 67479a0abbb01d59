import { refuse } from './compose-place.ts';
import { fieldsOf } from './service.ts';

/** `$NAME`, `${NAME}`, `${NAME:-else}`, `${NAME:?why}` in every text of a file; `$$` is a dollar. Errors: `invalid-input`. */
export function interpolate(value: unknown, variables: ReadonlyMap<string, string>, place: string): unknown {
  if (typeof value === 'string') return inText(value, variables, place);
  if (Array.isArray(value)) return value.map((each, index) => interpolate(each, variables, `${place}.${index}`));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([name, each]) => [
      name,
      interpolate(each, variables, place === '' ? name : `${place}.${name}`),
    ]),
  );
}

const mention = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\}|)/g;

function inText(text: string, variables: ReadonlyMap<string, string>, place: string): string {
  return text.replaceAll(mention, (whole, plain?: string, braced?: string, operator?: string, word = '') => {
    if (whole === '$$') return '$';
    const name = plain ?? braced;
    if (name === undefined) return refuse(place, `has a $ that names no variable; a dollar is written $$`);
    const value = variables.get(name);
    const isMissing = value === undefined || (value === '' && operator?.startsWith(':') === true);
    if (operator?.endsWith('+')) return isMissing ? '' : word;
    if (!isMissing) return value;
    if (operator?.endsWith('-')) return word;
    return refuse(
      place,
      `wants the variable ${name}${operator?.endsWith('?') && word ? `: ${word}` : ', which has no value'}`,
    );
  });
}

/** Lines NAME=value of a file .env; quotes around a value go. */
export function readVariables(text: string): Map<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, unquoted(value)] as const];
  });
  return new Map(pairs);
}

function unquoted(value: string): string {
  const [, quote, inside = ''] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return quote === undefined ? value.replace(/\s+#.*$/, '') : inside;
}
