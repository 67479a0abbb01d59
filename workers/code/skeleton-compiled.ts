import { fail } from 'heron/worker-kit';
import type { LanguageName } from './languages.ts';
import { borrowed, comment, lines, open, relative, uses, type Writer } from './skeleton-files.ts';
import type { Callable, Field, Item } from './skeleton-outline.ts';
import { spelt } from './skeleton-types.ts';

const slashes = (text: string): string => `// ${text}`;
const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const go: Writer = (file) => {
  const type = ({ type: each, isOptional }: Pick<Field, 'type' | 'isOptional'>): string =>
    `${isOptional ? '*' : ''}${spelt(each, 'go')}`;
  const callable = (each: Callable, owner?: string): string => {
    const given = each.parameters.map((field) => `${field.name} ${type(field)}`).join(', ');
    const result = spelt(each.result, 'go');
    const receiver = owner === undefined ? '' : `(${owner.charAt(0).toLowerCase()} *${owner}) `;
    const head = `func ${receiver}${upper(each.name)}(${given})${result === '' ? '' : ` ${result}`}`;
    return `${comment(each.about, slashes)}${head} {\n\tpanic("${open(each.name)}")\n}\n`;
  };
  const item = (each: Item): string => {
    if (each.kind === 'function') return callable(each.function);
    if (each.kind === 'const')
      return `${comment(each.about, slashes)}var ${upper(each.field.name)} ${type(each.field)}\n`;
    const longest = Math.max(0, ...each.fields.map(({ name }) => name.length));
    const fields = each.fields.map((field) => `\t${upper(field.name).padEnd(longest)} ${type(field)}`);
    const struct = `${comment(each.about, slashes)}type ${each.name} struct {\n${lines(fields)}}\n`;
    return [struct, ...each.methods.map((method) => callable(method, each.name))].join('\n');
  };
  const folder = file.name.split('/').at(-2) ?? 'main';
  const parts = [`package ${folder.replaceAll(/\W/g, '')}\n`, ...(uses(file, 'date') ? ['import "time"\n'] : [])];
  return [...parts, ...file.items.map(item)].join('\n');
};

const rust: Writer = (file, beside) => {
  const type = ({ type: each, isOptional }: Pick<Field, 'type' | 'isOptional'>): string =>
    isOptional ? `Option<${spelt(each, 'rust')}>` : spelt(each, 'rust');
  const doc = (text: string): string => `/// ${text}`;
  const callable = (each: Callable, indent: string): string => {
    const given = each.parameters.map((field) => `${field.name}: ${type(field)}`);
    const result = spelt(each.result, 'rust');
    return lines([
      ...(each.about === undefined ? [] : [`${indent}${doc(each.about)}`]),
      `${indent}pub fn ${each.name}(${[...(indent === '' ? [] : ['&self']), ...given].join(', ')})${result === '()' ? '' : ` -> ${result}`} {`,
      `${indent}    todo!("${open(each.name)}")`,
      `${indent}}`,
    ]);
  };
  const item = (each: Item): string => {
    if (each.kind === 'function') return callable(each.function, '');
    if (each.kind === 'const')
      return `${comment(each.about, doc)}pub const ${each.field.name.toUpperCase()}: ${type({ ...each.field, isOptional: true })} = None;\n`;
    const fields = each.fields.map((field) => `    pub ${field.name}: ${type(field)},`);
    const struct = `${comment(each.about, doc)}pub struct ${each.name} {\n${lines(fields)}}\n`;
    if (each.methods.length === 0) return struct;
    return `${struct}\nimpl ${each.name} {\n${each.methods.map((method) => callable(method, '    ')).join('\n')}}\n`;
  };
  const module = (name: string): string =>
    name
      .replace(/^src\//, '')
      .replace(/(\/mod)?\.rs$/, '')
      .replaceAll('/', '::');
  const used = borrowed(file, beside).map(({ from, names }) => `use crate::${module(from)}::{${names.join(', ')}};`);
  return [...(used.length > 0 ? [lines(used)] : []), ...file.items.map(item)].join('\n');
};

const c: Writer = (file, beside) => {
  const isHeader = file.name.endsWith('.h');
  const declared = ({ type, name }: Field): string => {
    const written = spelt(type, 'c');
    return written.endsWith('*') ? `${written}${name}` : `${written} ${name}`;
  };
  const item = (each: Item): string => {
    if (each.kind === 'const')
      return `${comment(each.about, slashes)}${isHeader ? 'extern ' : ''}${declared(each.field)};\n`;
    if (each.kind === 'function') {
      const { name, parameters, result, about } = each.function;
      const given = parameters.length === 0 ? 'void' : parameters.map(declared).join(', ');
      const head = `${comment(about, slashes)}${declared({ type: result, name, isOptional: false })}(${given})`;
      return isHeader ? `${head};\n` : `${head} {\n    fputs("${open(name)}\\n", stderr);\n    abort();\n}\n`;
    }
    if (each.methods.length > 0)
      fail('invalid-input', `C has no methods: make functions of those of ${each.name}`, { field: 'outline' });
    if (each.fields.length === 0)
      fail('invalid-input', `A struct of C has at least one field, and ${each.name} has none`, { field: 'outline' });
    return `${comment(each.about, slashes)}typedef struct {\n${lines(each.fields.map((field) => `    ${declared(field)};`))}} ${each.name};\n`;
  };
  const system = [
    ...(uses(file, 'boolean') ? ['#include <stdbool.h>'] : []),
    ...(!isHeader && file.items.some(({ kind }) => kind === 'function')
      ? ['#include <stdio.h>', '#include <stdlib.h>']
      : []),
    ...(uses(file, 'date') ? ['#include <time.h>'] : []),
    ...borrowed(file, beside).map(({ from }) => `#include "${relative(file.name, from).replace(/^\.\//, '')}"`),
  ];
  const body = [...(system.length > 0 ? [lines(system)] : []), ...file.items.map(item)].join('\n');
  return isHeader ? `#pragma once\n\n${body}` : body;
};

export const compiled: Partial<Record<LanguageName, Writer>> = { go, rust, c };
