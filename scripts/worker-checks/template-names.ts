import jsonata from 'jsonata';
import { compileDefault, compileTemplate } from '../../src/main/orchestrator/expressions/template.ts';
import { expressionFunctions, lookingFunctions } from '../../src/main/orchestrator/expressions/expression-functions.ts';

export type ExpressionNames = {
  /** Why the text cannot be read. */
  problem: string | undefined;
  /** Fields that are read from the context itself, not from something found in it. */
  names: string[];
  unknownFunctions: string[];
  /** Fields read right below a name. */
  below(root: string): readonly string[];
};

/** With `isDefault` the text may call what looks at the machine. */
export async function readExpressions(text: string, isDefault = false): Promise<ExpressionNames> {
  try {
    const template = isDefault ? compileDefault(text) : compileTemplate(text);
    const trees = sourcesIn(text).map((source) => jsonata(source).ast());
    return {
      problem: undefined,
      names: [...new Set(trees.flatMap(rootNames))],
      unknownFunctions: [...new Set((await Promise.all(trees.map(unknownFunctions))).flat())],
      below: (root) => template.referencesBelow(root),
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { problem, names: [], unknownFunctions: [], below: () => [] };
  }
}

function sourcesIn(text: string): string[] {
  return [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, source = '']) => source);
}

/** Of a path only the beginning is read from the context; what comes after is read from what was found. */
function rootNames(tree: unknown): string[] {
  if (!isNode(tree)) return Array.isArray(tree) ? tree.flatMap(rootNames) : [];
  if (tree.type === 'name') return [String(tree['value'])];
  if (tree.type === 'path') return rootNames((tree['steps'] as unknown[])[0]);
  return Object.values(tree).flatMap(rootNames);
}

async function unknownFunctions(tree: unknown): Promise<string[]> {
  const bound = new Set(nodesOf(tree, 'bind').map(({ lhs }) => (isNode(lhs) ? lhs['value'] : undefined)));
  const unknown: string[] = [];
  for (const { procedure } of nodesOf(tree, 'function')) {
    if (!isNode(procedure) || procedure.type !== 'variable') continue;
    const name = String(procedure['value']);
    if (bound.has(name) || name in expressionFunctions || name in lookingFunctions || (await isBuiltIn(name))) continue;
    unknown.push(name);
  }
  return unknown;
}

function isBuiltIn(name: string): Promise<unknown> {
  return jsonata(`$exists($${name})`).evaluate({});
}

type Node = { type: string } & Record<string, unknown>;

function nodesOf(tree: unknown, type: string): Node[] {
  if (Array.isArray(tree)) return tree.flatMap((item) => nodesOf(item, type));
  if (typeof tree !== 'object' || tree === null) return [];
  const inside = Object.values(tree).flatMap((item) => nodesOf(item, type));
  return isNode(tree) && tree.type === type ? [tree, ...inside] : inside;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
