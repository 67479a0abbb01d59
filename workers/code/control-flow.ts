import { fail } from 'heron/worker-kit';
import type { Node } from 'web-tree-sitter';
import { ancestorsOf, lineOf, nodesOf } from './syntax.ts';

const ownFunctions =
  /^(function_declaration|function_expression|generator_function|generator_function_declaration|method_definition|function_definition|class_declaration|class|class_definition)$/;
const arrows = /^(arrow_function|lambda)$/;
const loops = /^(for_statement|for_in_statement|while_statement|do_statement)$/;
const tied: Record<string, string> = {
  this: 'this',
  super: 'super',
  arguments: 'arguments',
  eval: 'eval',
  exec: 'exec',
  locals: 'locals',
  vars: 'vars',
};

/** What leaves the choice by another way than its end, or means something only where it stands. Errors: `conflict`. */
export function refuseControl(nodes: readonly Node[], to: number): { isAsync: boolean; returns: boolean } {
  const own = nodes.flatMap((each) => [...nodesOf(each, ({ type }) => !ownFunctions.test(type))]);
  const direct = nodes.flatMap((each) => [
    ...nodesOf(each, ({ type }) => !ownFunctions.test(type) && !arrows.test(type)),
  ]);
  for (const node of own) {
    const word = node.isNamed ? tied[node.text] : undefined;
    if (word !== undefined && /^(this|super|identifier)$/.test(node.type))
      refuse(node, `${word} means something else in a function of its own`);
    if (node.type === 'meta_property') refuse(node, `${node.text} means something else in a function of its own`);
    if (node.type === 'export_statement' || (node.type === 'import_statement' && node.text.includes('from '))) {
      refuse(node, 'only a file as a whole imports and exports');
    }
    if (isPrivate(node)) refuse(node, `${node.text} is private to its class`);
  }
  for (const node of direct) {
    if (node.type.startsWith('yield')) refuse(node, 'it yields');
    if (/^(break|continue)_statement$/.test(node.type) && !staysIn(node, nodes))
      refuse(node, 'it leaves a loop around it');
  }
  const returning = direct.filter(({ type }) => type === 'return_statement');
  const [last] = nodes.slice(-1);
  const early = returning.find(({ id }) => id !== last?.id);
  if (early) refuse(early, 'it returns before its end');
  const isAsync = direct.some(({ type }) => type === 'await' || type === 'await_expression' || type === 'async');
  return { isAsync: isAsync || direct.some(isAsyncLoop), returns: returning.length > 0 && last?.endIndex === to };
}

function refuse(node: Node, why: string): never {
  const line = lineOf(node);
  return fail('conflict', `Line ${line}: ${why}, so it cannot become a function`, { line });
}

function isPrivate(node: Node): boolean {
  if (node.type === 'private_property_identifier') return true;
  return node.type === 'identifier' && /^__\w*[^_]_?$/.test(node.text) && node.tree.rootNode.type === 'module';
}

function isAsyncLoop(node: Node): boolean {
  return node.type === 'for_in_statement' && node.children.some(({ type }) => type === 'await');
}

/** Whether what it leaves is part of the choice. */
function staysIn(node: Node, nodes: readonly Node[]): boolean {
  if (node.namedChildCount > 0) return false;
  for (const above of ancestorsOf(node)) {
    const isLeft = loops.test(above.type) || (above.type === 'switch_statement' && node.type === 'break_statement');
    if (isLeft) return nodes.some((each) => each.startIndex <= above.startIndex && each.endIndex >= above.endIndex);
  }
  return false;
}
