import type { LanguageName } from './languages.ts';
import type { Callable, Field, Item, Planned } from './skeleton-outline.ts';
import { mentions, spelt } from './skeleton-types.ts';

type Writer = (file: Planned, beside: readonly Planned[]) => string;

const open = (name: string): string => `${name} is not written yet`;
const comment = (about: string | undefined, write: (text: string) => string): string =>
  about === undefined ? '' : `${write(about)}\n`;
const lines = (parts: string[]): string => parts.map((part) => `${part}\n`).join('');

function fieldsOf(item: Item): Field[] {
  const result = (each: Callable): Field[] => [...each.parameters, { name: '', type: each.result, isOptional: false }];
  if (item.kind === 'function') return result(item.function);
  return item.kind === 'const' ? [item.field] : [...item.fields, ...item.methods.flatMap(result)];
}

const uses = (file: Planned, name: string): boolean =>
  file.items.some((item) => fieldsOf(item).some(({ type }) => mentions(type, name)));

/** Types that another file of the outline has, by that file. */
function borrowed(file: Planned, beside: readonly Planned[]): { from: string; names: string[] }[] {
  return beside
    .filter((other) => other.name !== file.name && family(other) === family(file))
    .map((other) => {
      const names = other.items.flatMap((item) => (item.kind === 'type' || item.kind === 'class' ? [item.name] : []));
      return { from: other.name, names: names.filter((name) => uses(file, name)).toSorted() };
    })
    .filter(({ names }) => names.length > 0);
}

const family = ({ language }: Planned): LanguageName => (language === 'tsx' ? 'typescript' : language);

function relative(from: string, to: string): string {
  const here = from.split('/').slice(0, -1);
  const there = to.split('/');
  while (here.length > 0 && here[0] === there[0] && there.length > 1) {
    here.shift();
    there.shift();
  }
  return `${here.length === 0 ? './' : '../'.repeat(here.length)}${there.join('/')}`;
}

const script: Writer = (file, beside) => {
  const isTyped = file.language !== 'javascript';
  const type = (field: Pick<Field, 'type'>): string => spelt(field.type, file.language);
  const doc = (text: string): string => `/** ${text} */`;
  const given = ({ name, isOptional, ...rest }: Field): string =>
    isTyped ? `${name}${isOptional ? '?' : ''}: ${type(rest)}` : name;
  const told = ({ parameters, result, about }: Callable): string[] => [
    '/**',
    ...(about === undefined ? [] : [` * ${about}`]),
    ...parameters.map((each) => ` * @param {${type(each)}} ${each.isOptional ? `[${each.name}]` : each.name}`),
    ` * @returns {${type({ type: result })}}`,
    ' */',
  ];
  const callable = (word: string, each: Callable): string => {
    const head = `${word}${each.name}(${each.parameters.map(given).join(', ')})`;
    const result = isTyped ? `: ${type({ type: each.result })}` : '';
    const above = isTyped ? comment(each.about, doc) : lines(told(each));
    return `${above}${head}${result} {\n  throw new Error('${open(each.name)}');\n}\n`;
  };
  const item = (each: Item): string => {
    if (each.kind === 'function') return callable('export function ', each.function);
    if (each.kind === 'const') {
      const value = `${comment(each.about, doc)}export const ${each.field.name}`;
      return isTyped ? `${value}: ${type(each.field)} | undefined = undefined;\n` : `${value} = undefined;\n`;
    }
    const fields = isTyped
      ? each.fields.map(
          (field) => `  ${given(field)}${each.kind === 'class' && !field.isOptional ? ' | undefined' : ''};`,
        )
      : each.fields.map(
          (field) => `  /** @type {${type(field)}${field.isOptional ? ' | undefined' : ''}} */\n  ${field.name};`,
        );
    if (each.kind === 'type' && isTyped)
      return `${comment(each.about, doc)}export type ${each.name} = {\n${lines(fields)}};\n`;
    const methods = each.methods.map((method) => callable('', method).trimEnd().replaceAll(/^/gm, '  '));
    return `${comment(each.about, doc)}export class ${each.name} {\n${[fields.join('\n'), ...methods].filter((part) => part !== '').join('\n\n')}\n}\n`;
  };
  const imports = isTyped ? borrowed(file, beside) : [];
  const from = imports.map(
    ({ from: other, names }) => `import type { ${names.join(', ')} } from '${relative(file.name, other)}';`,
  );
  return [...(from.length > 0 ? [lines(from)] : []), ...file.items.map(item)].join('\n');
};

const python: Writer = (file, beside) => {
  const type = (field: Pick<Field, 'type' | 'isOptional'>): string =>
    `${spelt(field.type, 'python')}${field.isOptional ? ' | None' : ''}`;
  const callable = (each: Callable, indent: string): string => {
    const given = each.parameters.map((field) => `${field.name}: ${type(field)}${field.isOptional ? ' = None' : ''}`);
    const self = indent === '' ? [] : ['self'];
    return lines([
      `${indent}def ${each.name}(${[...self, ...given].join(', ')}) -> ${spelt(each.result, 'python')}:`,
      ...(each.about === undefined ? [] : [`${indent}    """${each.about}"""`]),
      `${indent}    raise NotImplementedError("${open(each.name)}")`,
    ]);
  };
  const item = (each: Item): string => {
    if (each.kind === 'function') return callable(each.function, '');
    if (each.kind === 'const')
      return `${comment(each.about, (text) => `# ${text}`)}${each.field.name}: ${type({ ...each.field, isOptional: true })} = None\n`;
    const about = each.about === undefined ? [] : [`    """${each.about}"""`];
    const inOrder = each.fields.toSorted((a, b) => Number(a.isOptional) - Number(b.isOptional));
    const fields = inOrder.map((field) => `    ${field.name}: ${type(field)}${field.isOptional ? ' = None' : ''}`);
    const parts = [lines([...about, ...fields]), ...each.methods.map((method) => callable(method, '    '))].filter(
      (part) => part !== '',
    );
    return `@dataclass\nclass ${each.name}:\n${parts.length === 0 ? '    pass\n' : parts.join('\n')}`;
  };
  const hasClass = file.items.some(({ kind }) => kind === 'type' || kind === 'class');
  const module = (name: string): string =>
    name
      .replace(/\.pyi?$/, '')
      .replace(/\/__init__$/, '')
      .replaceAll('/', '.');
  const imports = [
    'from __future__ import annotations',
    ...(hasClass ? ['from dataclasses import dataclass'] : []),
    ...(uses(file, 'date') ? ['from datetime import datetime'] : []),
    ...borrowed(file, beside).map(({ from, names }) => `from ${module(from)} import ${names.join(', ')}`),
  ];
  return [lines(imports), ...file.items.map(item)].join('\n\n');
};

export const scripts: Partial<Record<LanguageName, Writer>> = {
  typescript: script,
  tsx: script,
  javascript: script,
  python,
};
export { borrowed, comment, lines, open, relative, uses, type Writer };
