import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseSync } from '@swc/core';
import type { ReadableWorker } from './check.ts';

export type SyntaxNode = Record<string, unknown> & { type: string };

/** A worker's own code, without its tests: each file with all nodes of its syntax tree. */
export function codeOf({ path, shownAs }: ReadableWorker): { file: string; name: string; nodes: SyntaxNode[] }[] {
  return globSync('**/*.ts', { cwd: path, exclude: ['fixtures/**', '**/*.test.ts'] }).map((name) => ({
    file: `${shownAs}/${name.split(sep).join('/')}`,
    name,
    nodes: nodesIn(parseSync(readFileSync(join(path, name), 'utf8'), { syntax: 'typescript' })),
  }));
}

function nodesIn(tree: unknown): SyntaxNode[] {
  if (Array.isArray(tree)) return tree.flatMap(nodesIn);
  if (typeof tree !== 'object' || tree === null) return [];
  const own = isNode(tree) ? [tree] : [];
  return [...own, ...Object.values(tree).flatMap(nodesIn)];
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** `a.b.c` as its names, from the outermost; a computed or other part ends it. */
export function namesOf(expression: unknown): string[] {
  if (!isNode(expression)) return [];
  if (expression.type === 'Identifier') return [String(expression['value'])];
  if (expression.type !== 'MemberExpression') return [];
  const { object, property } = expression;
  if (!isNode(property) || property.type !== 'Identifier') return namesOf(object);
  return [...namesOf(object), String(property['value'])];
}

/** The arguments of a call, without how they are spread. */
export function argumentsOf(node: SyntaxNode): unknown[] {
  const given = node['arguments'];
  return Array.isArray(given) ? given.map((each: { expression?: unknown }) => each.expression) : [];
}

export function literalOf(expression: unknown): string | undefined {
  return isNode(expression) && expression.type === 'StringLiteral' ? String(expression['value']) : undefined;
}
