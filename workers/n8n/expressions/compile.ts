import { type Node as SyntaxNode, parseExpressionAt } from 'acorn';
import { NodeFailure } from '../node.ts';
import { extensionNames } from './extensions.ts';
import { wordsOf } from '../words.ts';
import { scopeNames } from './scope-names.ts';

/** Works an expression out with the names of an item. What it cannot work out is `undefined`, as it is in n8n. */
export type Compiled = (scope: object) => unknown;

const compiled = new Map<string, Compiled>();
const most = 5000;

/** A text of a parameter, with its `=` first: words with `{{ }}` in them; a lone expression keeps its type. Errors: `NodeFailure`. */
export function compile(text: string): Compiled {
  const known = compiled.get(text);
  if (known) return known;
  if (compiled.size >= most) compiled.clear();
  const made = compileText(text.slice(1));
  compiled.set(text, made);
  return made;
}

type Piece = { text: string } | { code: Compiled };

function compileText(text: string): Compiled {
  const pieces = piecesOf(text);
  const [only] = pieces;
  if (only && pieces.length === 1 && 'code' in only) return only.code;
  return (scope) => pieces.map((piece) => ('text' in piece ? piece.text : shown(piece.code(scope)))).join('');
}

function shown(value: unknown): string {
  return value === undefined || value === null ? '' : wordsOf(value);
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const close = open < 0 ? -1 : text.indexOf('}}', open + 2);
    if (close < 0) break;
    if (open > at) pieces.push({ text: text.slice(at, open) });
    pieces.push({ code: compileCode(text.slice(open + 2, close)) });
    at = close + 2;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at) });
  return pieces;
}

function parse(code: string): SyntaxNode {
  const source = `(${code}\n)`;
  const node = parseExpressionAt(source, 0, { ecmaVersion: 'latest', preserveParens: true });
  if (source.slice(node.end).trim() !== '') throw new SyntaxError('there is more after the expression');
  return node;
}

function compileCode(code: string): Compiled {
  const { source, names } = rewritten(code);
  // Written code is what this worker is for: it runs in an isolate that can reach nothing.
  // oxlint-disable-next-line typescript/no-implied-eval
  const run = new Function('$scope', `${namesOf(source, names)}return ${source};`) as Compiled;
  return (scope) => {
    try {
      return run(scope);
    } catch (error) {
      if (error instanceof NodeFailure) throw error;
      return undefined;
    }
  };
}

/** Takes out of the scope what the code names, and nothing else: most of it is worked out when it is asked for. */
export function namesOf(source: string, more: Iterable<string> = []): string {
  const used = [...scopeNames.filter((name) => source.includes(name)), ...more];
  return used.length > 0 ? `const { ${used.join(', ')} } = $scope; ` : '';
}

const known: ReadonlySet<string> = new Set([...scopeNames, 'undefined', 'NaN', 'Infinity', 'arguments', 'eval']);

/** Names of nothing: they are taken from the scope, which has none of them, because in n8n such a name is `undefined`. */
function isUnknown(name: string): boolean {
  return !known.has(name) && !(name in globalThis) && !(name in Object.prototype);
}

/** Calls of n8n's own functions become calls of `$extend`, because what they are called on may be nothing at all. */
function rewritten(code: string): { source: string; names: Set<string> } {
  const names = new Set<string>();
  try {
    return { source: rewrite(parse(code), `(${code}\n)`, names), names };
  } catch (error) {
    if (error instanceof SyntaxError) throw new NodeFailure('invalid syntax');
    throw error;
  }
}

type Part = SyntaxNode & Record<string, unknown>;

function rewrite(node: SyntaxNode, source: string, names: Set<string>): string {
  const part = node as Part;
  if (part.type === 'Identifier' && isUnknown(String(part['name']))) names.add(String(part['name']));
  const callee = part['callee'] as Part | undefined;
  if (part.type === 'CallExpression' && callee?.type === 'MemberExpression' && callee['computed'] !== true) {
    const name = String((callee['property'] as Part)['name']);
    if (extensionNames.has(name)) {
      const given = (part['arguments'] as SyntaxNode[]).map((one) => rewrite(one, source, names));
      const on = rewrite(callee['object'] as SyntaxNode, source, names);
      return `$extend(${on}, ${JSON.stringify(name)}, [${given.join(', ')}])`;
    }
  }
  let text = '';
  let at = part.start;
  for (const child of childrenOf(part)) {
    text += source.slice(at, child.start) + rewrite(child, source, names);
    at = child.end;
  }
  return text + source.slice(at, part.end);
}

function childrenOf(part: Part): SyntaxNode[] {
  const children = Object.entries(part).flatMap(([key, value]) =>
    key === 'type' ? [] : (Array.isArray(value) ? value : [value]).filter(isNode),
  );
  const sorted = children.toSorted((a, b) => a.start - b.start);
  // `{ a }` has its one name as key and as value.
  return sorted.filter((child, index) => index === 0 || child.start >= (sorted[index - 1]?.end ?? 0));
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as Part).type === 'string' && 'start' in value;
}
