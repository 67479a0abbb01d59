import type { Json } from '../../../../contract/json.ts';
import type { CodeWord, Completions } from '../../../ui/code-completions.ts';
import { shortText } from './short-text.ts';
import { knownFunctions } from './known-functions.ts';

/** What an expression can name where it stands. */
export type Scope = {
  steps: readonly ScopeStep[];
  /** `item`, `input.folder` …, with what each is as far as that is known. */
  names: readonly { name: string; value?: Json | undefined }[];
};

export type ScopeStep = {
  id: string;
  title: string;
  /** The fields of its output, whether it has given any yet or not. */
  fields: readonly string[];
  /** What it gave last. */
  output?: Json | undefined;
};

/**
 * The words that could stand at a character of a text. `isText`: expressions stand in `{{ }}` in it. `isAsked`: the person asked
 * for words; else there are some only where one has been begun.
 */
export function completionsAt(
  text: string,
  at: number,
  { isText, isAsked, scope }: { isText: boolean; isAsked: boolean; scope: Scope },
): Completions | undefined {
  const before = isText ? openExpression(text.slice(0, at)) : text.slice(0, at);
  if (before === undefined || isInString(before)) return undefined;
  const written = /(?:\$?[A-Za-z_][\w$]*|\$)?(?:\.(?:\w+|`[^`]*`?)?)*$/.exec(before)?.[0] ?? '';
  const parts = written.split('.');
  const last = parts.pop() ?? '';
  if (parts.length > 0) return { from: at - last.length, words: wordsBelow(parts, scope) };
  const isBegun = last !== '' || (isText && before.trim() === '');
  // A number, or the end of a bracket, is no beginning of a name.
  if (!isBegun && (!isAsked || /[\w)\]]$/.test(before))) return undefined;
  return { from: at - last.length, words: last.startsWith('$') ? functionWords() : namedWords(scope) };
}

/** What has been written of the expression in which the text ends. */
function openExpression(before: string): string | undefined {
  const start = before.lastIndexOf('{{');
  if (start < 0) return undefined;
  const inside = before.slice(start + 2);
  return inside.includes('}}') ? undefined : inside;
}

function isInString(before: string): boolean {
  let open: string | undefined;
  for (let at = 0; at < before.length; at += 1) {
    const character = before.charAt(at);
    if (open === undefined) open = character === '"' || character === "'" ? character : undefined;
    else if (character === '\\') at += 1;
    else if (character === open) open = undefined;
  }
  return open !== undefined;
}

function namedWords({ steps, names }: Scope): CodeWord[] {
  const ofSteps = steps.flatMap(({ id, title, fields, output }) =>
    ['', ...fields].map((field) => ({
      word: `tasks.${id}.output${field === '' ? '' : `.${escaped(field)}`}`,
      group: title,
      ...detailOf(field === '' ? output : fieldOf(output, field)),
    })),
  );
  return [...ofSteps, ...names.map(({ name, value }) => ({ word: name, ...detailOf(value) })), ...functionWords()];
}

function functionWords(): CodeWord[] {
  return Object.entries(knownFunctions).map(([name, takes]) => ({
    word: `$${name}`,
    detail: `(${takes})`,
    put: `$${name}(`,
  }));
}

function wordsBelow(parts: readonly string[], scope: Scope): CodeWord[] {
  const [first, second, third, ...path] = parts.map((part) => part.replaceAll('`', ''));
  if (first === 'tasks') {
    if (second === undefined) return scope.steps.map(({ id, title }) => ({ word: id, detail: title }));
    const step = scope.steps.find(({ id }) => id === second);
    if (!step) return [];
    if (third === undefined) return [{ word: 'output', ...detailOf(step.output) }];
    if (third !== 'output') return [];
    return fieldWords(path.reduce(below, step.output), path.length === 0 ? step.fields : []);
  }
  return [...fieldWords(valueNamed(scope, parts), []), ...laterNames(scope, `${parts.join('.')}.`)];
}

/** The value of `item.path`, or of `input.folder.name`. */
function valueNamed({ names }: Scope, parts: readonly string[]): Json | undefined {
  for (let length = parts.length; length > 0; length -= 1) {
    const found = names.find(({ name }) => name === parts.slice(0, length).join('.'));
    if (found) return parts.slice(length).reduce(below, found.value);
  }
  return undefined;
}

/** `folder`, after `input.`. */
function laterNames({ names }: Scope, beginning: string): CodeWord[] {
  return names
    .filter(({ name }) => name.startsWith(beginning))
    .map(({ name, value }) => ({ word: name.slice(beginning.length), ...detailOf(value) }));
}

function fieldWords(value: Json | undefined, fields: readonly string[]): CodeWord[] {
  const names = new Set([...fields, ...Object.keys(recordOf(value) ?? {})]);
  return [...names].map((name) => ({ word: escaped(name), ...detailOf(fieldOf(value, name)) }));
}

function below(value: Json | undefined, field: string): Json | undefined {
  return fieldOf(value, field);
}

function fieldOf(value: Json | undefined, field: string): Json | undefined {
  const record = recordOf(value);
  return record && Object.hasOwn(record, field) ? record[field] : undefined;
}

/** A field of a list is that field of each: what the first one has stands for all. */
function recordOf(value: Json | undefined): Record<string, Json> | undefined {
  const one = Array.isArray(value) ? value.find((item) => typeof item === 'object' && item !== null) : value;
  return typeof one === 'object' && one !== null && !Array.isArray(one) ? one : undefined;
}

function escaped(field: string): string {
  return /^[A-Za-z_]\w*$/.test(field) ? field : `\`${field}\``;
}

function detailOf(value: Json | undefined): { detail?: string } {
  return value === undefined ? {} : { detail: shortText(value, 40) };
}
