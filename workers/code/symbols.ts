import type { Node } from 'web-tree-sitter';
import type { Language, SymbolKind } from './languages.ts';
import { ancestorsOf } from './syntax.ts';

/** Lines from 1, `endLine` with it; `within` is the name of what it stands in. */
export type CodeSymbol = { name: string; kind: SymbolKind; line: number; endLine: number; within?: string };
export type Definition = CodeSymbol & { nameNode: Node };

const bodies = /^(function|method|arrow|lambda|closure|generator)/;
const values = new Set(['arrow_function', 'function_expression', 'generator_function']);

/** What a file defines for others to see: variables inside of functions are left out. */
export function definitionsIn(root: Node, language: Language): Definition[] {
  const found: Definition[] = [];
  collect(root, undefined, { language, found });
  return found;
}

type Collecting = { language: Language; found: Definition[] };

function collect(node: Node, within: string | undefined, collecting: Collecting): void {
  for (const child of node.namedChildren) {
    const definition = definitionOf(child, within, collecting.language);
    if (definition) collecting.found.push(definition);
    const name = definition?.name ?? ownerOf(child) ?? within;
    if (!isBodyOfFunction(child)) collect(child, name, collecting);
  }
}

/** Inside of functions nothing is defined for others. */
function isBodyOfFunction(node: Node): boolean {
  return /body|block|compound/.test(node.type) && node.parent !== null && bodies.test(node.parent.type);
}

function definitionOf(node: Node, within: string | undefined, language: Language): Definition | undefined {
  const kind = language.definitions[node.type];
  const nameNode = kind === undefined ? undefined : nameOf(node);
  if (kind === undefined || !nameNode || isUse(node)) return undefined;
  const value = node.childForFieldName('value');
  const isFunction = kind === 'variable' && value !== null && values.has(value.type);
  const isMethod = kind === 'function' && isInClass(node);
  return {
    name: nameNode.text,
    kind: isFunction ? 'function' : isMethod ? 'method' : kind,
    line: node.startPosition.row + 1,
    endLine: node.endPosition.row + 1,
    ...(within === undefined ? {} : { within }),
    nameNode,
  };
}

/** C names a struct wherever it is used; only where it has a body it is defined. */
function isUse(node: Node): boolean {
  return node.type.endsWith('_specifier') && node.childForFieldName('body') === null;
}

/** Rust says what an `impl` belongs to, and names it nowhere else. */
function ownerOf(node: Node): string | undefined {
  return node.type === 'impl_item' ? node.childForFieldName('type')?.text : undefined;
}

function isInClass(node: Node): boolean {
  for (const above of ancestorsOf(node)) {
    if (/^(class_definition|impl_item|trait_item)$/.test(above.type)) return true;
    if (/^(module|source_file|function_definition|function_item|mod_item)$/.test(above.type)) return false;
  }
  return false;
}

/** C hides the name in what is declared around it; Python assigns to one. */
function nameOf(node: Node): Node | undefined {
  let at = node.childForFieldName('name') ?? node.childForFieldName('property');
  if (!at) {
    at = node.childForFieldName('declarator') ?? (node.type === 'assignment' ? node.childForFieldName('left') : null);
    while (at?.childForFieldName('declarator')) at = at.childForFieldName('declarator');
  }
  return at && at.type.endsWith('identifier') ? at : undefined;
}
