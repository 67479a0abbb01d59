import { fail } from 'heron/worker-kit';
import type { LanguageName } from './languages.ts';
import { languageOf } from './languages.ts';

export type Written =
  | { kind: 'plain'; name: 'text' | 'number' | 'integer' | 'boolean' | 'date' | 'nothing' }
  | { kind: 'list' | 'map'; of: Written }
  | { kind: 'named'; name: string };

export type Field = { name: string; type: Written; isOptional: boolean };
export type Callable = { name: string; parameters: Field[]; result: Written; about?: string };
export type Item =
  | { kind: 'function'; function: Callable }
  | { kind: 'const'; field: Field; about?: string }
  | { kind: 'type' | 'class'; name: string; fields: Field[]; methods: Callable[]; about?: string };
export type Planned = { name: string; language: LanguageName; items: Item[] };

type Place = { line: number; text: string };

/** An outline as files with what is to stand in them. Errors: `invalid-input` with the line and what was expected. */
export function readOutline(outline: string): Planned[] {
  const files: Planned[] = [];
  let owner: (Item & { kind: 'type' | 'class' }) | undefined;
  let ownerDepth = 0;
  for (const [index, line] of outline.split('\n').entries()) {
    const text = line.trim();
    const place = { line: index + 1, text };
    if (text === '' || text.startsWith('#')) continue;
    const depth = /^\s*/.exec(line)?.[0].length ?? 0;
    const file = files.at(-1);
    if (depth === 0) {
      files.push(fileOf(place, files));
      owner = undefined;
    } else if (owner && depth > ownerDepth) addMember(owner, place);
    else if (file) {
      const item = itemOf(place);
      file.items.push(item);
      owner = item.kind === 'type' || item.kind === 'class' ? item : undefined;
      ownerDepth = depth;
    } else wrong(place, 'a file comes first, on a line that is not indented');
  }
  if (files.length === 0) return fail('invalid-input', 'There is no file in the outline', { field: 'outline' });
  files.forEach(refuseTwice);
  return files;
}

function wrong({ line, text }: Place, why: string): never {
  return fail('invalid-input', `Line ${line} of the outline (${text.slice(0, 80)}): ${why}`, {
    field: 'outline',
    line,
  });
}

function fileOf(place: Place, files: readonly Planned[]): Planned {
  const name = place.text;
  if (/^([\\/]|[A-Za-z]:)|\\|(^|\/)\.\.?(\/|$)|\/\//.test(name)) wrong(place, 'a file is named relative to the folder');
  const language = languageOf(name);
  if (!language) return wrong(place, 'a file of TypeScript, JavaScript, Python, Go, Rust or C was expected');
  if (files.some((each) => each.name === name)) wrong(place, 'the file is named twice');
  return { name, language: language.name, items: [] };
}

function itemOf(place: Place): Item {
  const [said = '', about] = place.text.split(/\s+--\s+/, 2);
  const more = about === undefined ? {} : { about };
  const [, kind = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(said) ?? [];
  switch (kind) {
    case 'function':
      return { kind, function: { ...callableOf(rest, place), ...more } };
    case 'const':
      return { kind, field: fieldOf(rest, place), ...more };
    case 'type':
    case 'class':
      return { kind, name: nameOf(rest, place), fields: [], methods: [], ...more };
    default:
      return wrong(place, 'a function, type, class or const was expected');
  }
}

function addMember(owner: Item & { kind: 'type' | 'class' }, place: Place): void {
  const [said = '', about] = place.text.split(/\s+--\s+/, 2);
  if (!said.includes('(')) return void owner.fields.push(fieldOf(said, place));
  if (owner.kind === 'type') wrong(place, 'a type has fields only; what does something belongs to a class');
  owner.methods.push({
    ...callableOf(said.replace(/^function\s+/, ''), place),
    ...(about === undefined ? {} : { about }),
  });
}

function callableOf(text: string, place: Place): Callable {
  const [, name = '', given = '', result] =
    /^([^(]*)\((.*)\)\s*(?::\s*(.+))?$/.exec(text) ??
    wrong(place, 'a name, (what it is given) and : what it gives was expected');
  const parts = given.trim() === '' ? [] : given.split(',');
  const parameters = parts.map((part) => fieldOf(part.trim(), place));
  const early = parameters.findIndex(
    ({ isOptional }, at) => isOptional && parameters.slice(at + 1).some((each) => !each.isOptional),
  );
  if (early !== -1) wrong(place, 'what may be left out comes last');
  return {
    name: nameOf(name, place),
    parameters,
    result: result === undefined ? { kind: 'plain', name: 'nothing' } : typeOf(result, place),
  };
}

function fieldOf(text: string, place: Place): Field {
  const [, name = '', mark = '', type = ''] =
    /^([^:?]*)(\?)?\s*:\s*(.+)$/.exec(text) ?? wrong(place, 'a name and : its type was expected');
  return { name: nameOf(name, place), type: typeOf(type, place), isOptional: mark === '?' };
}

function nameOf(text: string, place: Place): string {
  const name = text.trim();
  return /^[A-Za-z_]\w*$/.test(name) ? name : wrong(place, `${name === '' ? 'nothing' : name} is no name`);
}

const words: Readonly<Record<string, (Written & { kind: 'plain' })['name']>> = {
  ...{ text: 'text', string: 'text', number: 'number', float: 'number', integer: 'integer', int: 'integer' },
  ...{ boolean: 'boolean', bool: 'boolean', date: 'date', nothing: 'nothing', void: 'nothing' },
};

function typeOf(text: string, place: Place): Written {
  const said = text.trim();
  const [, kind, rest = ''] = /^(list|map) of (.+)$/.exec(said) ?? [];
  if (kind === 'list' || kind === 'map') return { kind, of: typeOf(rest, place) };
  const plain = words[said];
  return plain ? { kind: 'plain', name: plain } : { kind: 'named', name: nameOf(said, place) };
}

function refuseTwice({ name, items }: Planned): void {
  const names = items.map((item) =>
    item.kind === 'function' ? item.function.name : item.kind === 'const' ? item.field.name : item.name,
  );
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) fail('invalid-input', `${name} defines ${twice} twice`, { field: 'outline' });
}
