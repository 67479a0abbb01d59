import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { WorkerCheck } from './check.ts';
import { argumentsOf, codeOf, isNode, literalOf, type SyntaxNode } from './syntax-tree.ts';

/** What a worker of the node tier may use of Node: what computes, never what reaches out. */
const computing = ['assert', 'buffer', 'crypto', 'events', 'path', 'stream', 'string_decoder', 'url', 'util', 'zlib'];

/** Packages of one file that need nothing but the language, so that they run in an isolate too. */
const languageAlone = new Set(['acorn', 'js-yaml', 'jsonata', 'luxon', 'mustache', 'papaparse']);

/** Workers import the kit, their own files and, in the node tier, npm packages. Tests import what they like. */
export const importsStayInside: WorkerCheck = (worker) =>
  codeOf(worker).flatMap(({ file, name, nodes }) =>
    nodes.flatMap(specifierOf).flatMap((specifier) => {
      const { path, manifest } = worker;
      const message = problemWith(specifier, { tier: manifest.tier, folder: path, file: join(path, name) });
      return message ? [{ file, message: `imports ${specifier}: ${message}` }] : [];
    }),
  );

type Importer = { tier: 'isolate' | 'node'; folder: string; file: string };

function problemWith(specifier: string, { tier, folder, file }: Importer): string | undefined {
  if (specifier === 'heron/worker-kit') return undefined;
  if (specifier.startsWith('heron/')) return 'only tests may import that';
  if (specifier.startsWith('.')) {
    const reached = relative(folder, join(dirname(file), specifier));
    if (reached.startsWith('..')) return 'that is outside the worker';
    return /\.test\.ts$|(^|[\\/])fixtures[\\/]/.test(reached) ? 'that is for tests' : undefined;
  }
  if (tier === 'isolate' && languageAlone.has(specifier)) return undefined;
  if (tier === 'isolate') return 'an isolate has the worker kit and nothing else';
  if (!isBuiltin(specifier)) return undefined;
  const [module = ''] = specifier.replace(/^node:/, '').split('/');
  return computing.includes(module) ? undefined : 'the context is the only way out of a worker';
}

/** What an import, an export-from or an import() names; a computed name is given as `import(…)`. */
function specifierOf(node: SyntaxNode): string[] {
  const { type, source, callee } = node;
  if (type === 'ImportDeclaration' || type === 'ExportAllDeclaration' || type === 'ExportNamedDeclaration') {
    const specifier = literalOf(source);
    return specifier === undefined || takesNumbersAlone(node) ? [] : [specifier];
  }
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'Import') return [];
  return [literalOf(argumentsOf(node)[0]) ?? 'import(…)'];
}

/** `import { constants } from 'node:fs'`: numbers that everybody may read. */
function takesNumbersAlone({ type, source, specifiers }: SyntaxNode): boolean {
  if (type !== 'ImportDeclaration' || literalOf(source) !== 'node:fs' || !Array.isArray(specifiers)) return false;
  const names = specifiers.map((one): unknown => {
    if (!isNode(one) || one.type !== 'ImportSpecifier') return undefined;
    const { imported, local } = one;
    return isNode(imported) ? imported['value'] : isNode(local) ? local['value'] : undefined;
  });
  return names.length > 0 && names.every((name) => name === 'constants');
}
