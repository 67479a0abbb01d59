/** A path that is being typed: the names before its last one, what is there of that, and where it stands in the text. */
export type Typed = { names: string[]; last: string; from: number; to: number };

export type Suggestion = {
  name: string;
  /** What takes the place of what was typed. */
  insert: string;
  /** What that gave last, or what it is. */
  hint: string;
};

/** What an expression can name. */
export type Known = {
  /** `output` of last time; `fields`: of one that gave nothing yet, by its action. */
  steps: readonly { id: string; title: string; output: unknown; fields: readonly string[] }[];
  /** `item`, `index`, `input.folder` … */
  names: readonly string[];
  /** The example of the workflow's own input. */
  input: unknown;
};

const step = String.raw`(?:[A-Za-z_]\w*|\`[^\`]*\`)(?:\[[^\]]*\])*\.`;
const typedPath = new RegExp(String.raw`((?:${step})*)([A-Za-z_]\w*)?$`);

/** The path before the caret; nothing outside of an expression, in a text of it, or after something that is no name. */
export function typedAt(text: string, caret: number, isText: boolean): Typed | undefined {
  const before = text.slice(0, caret);
  const begin = isText ? before.lastIndexOf('{{') : -2;
  if (isText && (begin < 0 || before.lastIndexOf('}}') > begin)) return undefined;
  const source = before.slice(begin + 2);
  if (isInQuotes(source)) return undefined;
  const [whole = '', path = '', last = ''] = typedPath.exec(source) ?? [];
  if (/[\w$.)\]`]$/.test(source.slice(0, source.length - whole.length))) return undefined;
  const names = [...path.matchAll(new RegExp(step, 'g'))].map(([name]) => nameIn(name));
  return { names, last, from: caret - last.length, to: caret };
}

function nameIn(text: string): string {
  const [, between, plain = ''] = /^(?:`([^`]*)`|(\w+))/.exec(text) ?? [];
  return between ?? plain;
}

function isInQuotes(source: string): boolean {
  let quote = '';
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at] ?? '';
    if (quote !== '' && letter === '\\') at += 1;
    else if (quote === letter) quote = '';
    else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
  }
  return quote !== '';
}

const most = 50;

export function suggestionsFor({ names, last }: Typed, known: Known): Suggestion[] {
  const wanted = last.toLowerCase();
  return candidates(names, known)
    .filter(({ name }) => name.toLowerCase().startsWith(wanted) && name !== last)
    .slice(0, most);
}

function candidates([root, second, third, ...rest]: readonly string[], known: Known): Suggestion[] {
  if (root === undefined) return roots(known);
  if (root === 'input')
    return ofInput(
      [second, third, ...rest].filter((name) => name !== undefined),
      known,
    );
  if (root !== 'tasks') return [];
  if (second === undefined) {
    return known.steps.map(({ id, title }) => ({ name: id, insert: `${quoted(id)}.output`, hint: title }));
  }
  const found = known.steps.find(({ id }) => id === second);
  if (!found) return [];
  if (third === undefined) return [{ name: 'output', insert: 'output', hint: shownAs(found.output) }];
  if (third !== 'output') return [];
  if (found.output === undefined && rest.length === 0) return found.fields.map((name) => suggested(name, ''));
  return fieldsAt(found.output, rest);
}

function roots({ steps, names }: Known): Suggestion[] {
  const others = [...new Set(names.map((name) => name.split('.')[0] ?? ''))];
  return [
    ...(steps.length > 0 ? [{ name: 'tasks', insert: 'tasks.', hint: '' }] : []),
    ...others.map((name) => ({ name, insert: name === 'input' ? 'input.' : name, hint: '' })),
  ];
}

function ofInput(path: readonly string[], { names, input }: Known): Suggestion[] {
  if (path.length > 0) return fieldsAt(input, path);
  const own = fieldsAt(input, []);
  const given = names.flatMap((name) => (name.startsWith('input.') ? [name.slice('input.'.length)] : []));
  return [...own, ...given.filter((name) => !own.some((one) => one.name === name)).map((name) => suggested(name, ''))];
}

/** The fields of what is there; of a list those of its first item, as a path goes through lists. */
function fieldsAt(value: unknown, path: readonly string[]): Suggestion[] {
  let here = firstOf(value);
  for (const name of path) here = firstOf(isObject(here) ? here[name] : undefined);
  return isObject(here) ? Object.entries(here).map(([name, field]) => suggested(name, shownAs(field))) : [];
}

const suggested = (name: string, hint: string): Suggestion => ({ name, insert: quoted(name), hint });

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? firstOf(value[0]) : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``;
}

function shownAs(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
