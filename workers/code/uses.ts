import type { Node } from 'web-tree-sitter';
import { type Binding, bindingsIn, functionAround, meaningOf } from './scopes.ts';
import { ancestorsOf, nodesOf, type Source } from './syntax.ts';

/** One place where a variable is met. `isCaptured`: by a function inside of the one the choice stands in. */
export type Use = { node: Node; isWrite: boolean; isBinding: boolean; isCaptured: boolean };

/** A variable that what was chosen has to do with: its uses in the choice, and those around it. */
export type Variable = { name: string; scope: Node; inside: Use[]; outside: Use[] };

export type Chosen = { from: number; to: number; first: Node };

const loops = /^(for_statement|for_in_statement|while_statement|do_statement)$/;

/** The variables met in a choice that do not belong to it alone, as far as its file makes them. */
export function variablesOf({ from, to, first }: Chosen, { root, language }: Source): Variable[] {
  const bindings = bindingsIn(root, language);
  const bound = new Set(bindings.map(({ node }) => node.id));
  const host = functionAround(first);
  const variables = new Map<string, Variable>();
  const keyOf = ({ name, scope }: Binding): string => `${scope.id} ${name}`;
  const met = [...nodesOf(root)].filter(isReference).flatMap((node) => {
    const meaning = meaningOf(node.text, node, bindings);
    return meaning ? [{ node, meaning }] : [];
  });
  const isInside = (node: Node): boolean => node.startIndex >= from && node.endIndex <= to;
  for (const { node, meaning } of met) {
    const { scope, name } = meaning;
    const isOfChoice = scope.startIndex >= from && scope.endIndex <= to;
    if (isInside(node) && !isOfChoice) variables.set(keyOf(meaning), { name, scope, inside: [], outside: [] });
  }
  for (const { node, meaning } of met) {
    const variable = variables.get(keyOf(meaning));
    if (!variable) continue;
    const isBinding = bound.has(node.id);
    const isCaptured = functionAround(node)?.id !== host?.id;
    const use = { node, isBinding, isWrite: isBinding || isWritten(node), isCaptured };
    (isInside(node) ? variable.inside : variable.outside).push(use);
  }
  return [...variables.values()];
}

/** Around what was chosen and inside of its function there is something that comes round again. */
export function isInLoop({ from, to, first }: Chosen): boolean {
  const host = functionAround(first);
  for (const above of ancestorsOf(first)) {
    if (above.id === host?.id) return false;
    if (loops.test(above.type) && (above.startIndex < from || above.endIndex > to)) return true;
  }
  return false;
}

function isReference(node: Node): boolean {
  const { parent, type } = node;
  if (type.startsWith('shorthand_property_identifier')) return true;
  if (type !== 'identifier' || !parent) return false;
  if (parent.type === 'attribute') return parent.childForFieldName('attribute')?.id !== node.id;
  if (parent.type === 'keyword_argument') return parent.childForFieldName('name')?.id !== node.id;
  return true;
}

const targets =
  /^(object_pattern|array_pattern|pair_pattern|rest_pattern|assignment_pattern|object_assignment_pattern|array|object|pair|spread_element|parenthesized_expression)$/;

function isWritten(node: Node): boolean {
  let at = node;
  for (let above = at.parent; above && targets.test(above.type); above = at.parent) at = above;
  const { parent } = at;
  if (!parent) return false;
  if (parent.type === 'update_expression') return true;
  const isLeft = parent.childForFieldName('left')?.id === at.id;
  return isLeft && /^(assignment_expression|augmented_assignment_expression|for_in_statement)$/.test(parent.type);
}
