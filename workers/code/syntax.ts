import { fileURLToPath } from 'node:url';
import { fail, type WorkerContext } from 'heron/worker-kit';
import { Language as Grammar, type Node, Parser } from 'web-tree-sitter';
import { knownEndings, type Language, languageOf } from './languages.ts';

const mostBytes = 4_000_000;

let starting: Promise<void> | undefined;
const grammars = new Map<string, Promise<Grammar>>();

/** A file of code as a tree; positions in it count UTF-16 units, lines from 0. */
export type Source = { path: string; text: string; language: Language; root: Node };

/** Calls `use` with the tree and lets it go afterwards: it lies in memory that nobody collects. Errors: `invalid-input` for no code. */
export async function withSource<T>(path: string, context: WorkerContext, use: (source: Source) => T): Promise<T> {
  const language = languageOf(path);
  if (!language) {
    return fail('invalid-input', `${path} is in no language that is read here; known are ${knownEndings.join(', ')}`);
  }
  const text = await context.files.readText(path, { maxBytes: mostBytes });
  return withTree(text, language, (root) => use({ path, text, language, root }));
}

export async function withTree<T>(text: string, language: Language, use: (root: Node) => T): Promise<T> {
  const grammar = await grammarOf(language);
  const parser = new Parser();
  try {
    parser.setLanguage(grammar);
    const tree = parser.parse(text);
    if (!tree) return fail('worker-failed', 'The code could not be read');
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  } finally {
    parser.delete();
  }
}

async function grammarOf({ grammar }: Language): Promise<Grammar> {
  await (starting ??= Parser.init());
  const known = grammars.get(grammar) ?? Grammar.load(fileURLToPath(grammar));
  grammars.set(grammar, known);
  return known;
}

/** Refuses what cannot be changed safely. Errors: `conflict`, with the first line that could not be read. */
export function refuseBroken({ path, root }: Pick<Source, 'path' | 'root'>): void {
  const broken = firstBroken(root);
  if (!broken) return;
  const line = broken.startPosition.row + 1;
  fail('conflict', `${path}:${line}: the code cannot be read here, so it is not changed`, { path, line });
}

export function firstBroken(node: Node): Node | undefined {
  if (!node.hasError) return undefined;
  if (node.isError || node.isMissing) return node;
  for (const child of node.children) {
    const found = firstBroken(child);
    if (found) return found;
  }
  return node;
}

/** Each node with its children after it; below what `enter` says no to nothing is looked at. */
export function* nodesOf(root: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if (!enter(node)) continue;
    const { children } = node;
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at];
      if (child) stack.push(child);
    }
  }
}

export function* ancestorsOf(node: Node): Generator<Node> {
  for (let above = node.parent; above; above = above.parent) yield above;
}

export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}
