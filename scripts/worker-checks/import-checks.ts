import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { parseSync } from '@swc/core';
import type { WorkerCheck } from './check.ts';

/** What a worker of the node tier may use of Node: what computes, never what reaches out. */
const computing = ['assert', 'buffer', 'crypto', 'events', 'path', 'stream', 'string_decoder', 'url', 'util', 'zlib'];

/** Workers import the kit, their own files and, in the node tier, npm packages. Tests import what they like. */
export const importsStayInside: WorkerCheck = ({ path, shownAs, manifest }) =>
  globSync('**/*.ts', { cwd: path, exclude: ['fixtures/**', '**/*.test.ts'] }).flatMap((name) => {
    const file = `${shownAs}/${name.split(sep).join('/')}`;
    return importsOf(readFileSync(join(path, name), 'utf8')).flatMap((specifier) => {
      const message = problemWith(specifier, { tier: manifest.tier, folder: path, file: join(path, name) });
      return message ? [{ file, message: `imports ${specifier}: ${message}` }] : [];
    });
  });

type Importer = { tier: 'isolate' | 'node'; folder: string; file: string };

function problemWith(specifier: string, { tier, folder, file }: Importer): string | undefined {
  if (specifier === 'heron/worker-kit') return undefined;
  if (specifier.startsWith('heron/')) return 'only tests may import that';
  if (specifier.startsWith('.')) {
    const reached = relative(folder, join(dirname(file), specifier));
    if (reached.startsWith('..')) return 'that is outside the worker';
    return /\.test\.ts$|(^|[\\/])fixtures[\\/]/.test(reached) ? 'that is for tests' : undefined;
  }
  if (tier === 'isolate') return 'an isolate has the worker kit and nothing else';
  if (!isBuiltin(specifier)) return undefined;
  const [module = ''] = specifier.replace(/^node:/, '').split('/');
  return computing.includes(module) ? undefined : 'the context is the only way out of a worker';
}

/** Every import, export-from and import() with a literal; a computed one is given as `import(…)`. */
function importsOf(source: string): string[] {
  return specifiersIn(parseSync(source, { syntax: 'typescript' }));
}

function specifiersIn(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(specifiersIn);
  if (typeof tree !== 'object' || tree === null) return [];
  return [...ownSpecifier(tree), ...Object.values(tree).flatMap(specifiersIn)];
}

function ownSpecifier(node: object): string[] {
  const { type, source, callee, arguments: given } = node as Record<string, unknown>;
  if (type === 'ImportDeclaration' || type === 'ExportAllDeclaration' || type === 'ExportNamedDeclaration') {
    return valueOf(source) ?? [];
  }
  if (type !== 'CallExpression' || typeOf(callee) !== 'Import' || !Array.isArray(given)) return [];
  const [first] = given as { expression?: unknown }[];
  return valueOf(first?.expression) ?? ['import(…)'];
}

function valueOf(literal: unknown): string[] | undefined {
  if (typeOf(literal) !== 'StringLiteral') return undefined;
  return [String((literal as { value: unknown }).value)];
}

function typeOf(node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'type' in node ? node.type : undefined;
}
