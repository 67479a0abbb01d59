import { fail } from 'heron/worker-kit';
import type { Node } from 'web-tree-sitter';
import { type Binding, bindingsIn, isFunction, meaningOf } from './scopes.ts';
import { ancestorsOf, lineOf, nodesOf, type Source } from './syntax.ts';

const blocks = /^(program|statement_block|module|block)$/;
const effects =
  /^(call_expression|new_expression|await_expression|assignment_expression|augmented_assignment_expression|update_expression|yield_expression|call|await|yield|named_expression|tagged_template)$/;
const changes =
  /^(assignment_expression|augmented_assignment_expression|update_expression|named_expression|yield_expression|yield)$/;
const repeated = /^(for_statement|while_statement|do_statement)$/;
const comprehension = /comprehension$|^generator_expression$/;

/** The statement before which an expression can be worked out with the same result. Errors: `conflict`, with the reason. */
export function statementFor(node: Node, source: Source): Node {
  let below = node;
  for (const above of ancestorsOf(node)) {
    if (blocks.test(above.type) || /^switch_(case|default)$/.test(above.type)) {
      if (above.childForFieldName('value')?.id === below.id) refuse(node, 'a case of a choice is compared in its turn');
      if (above.parent?.type === 'class_definition') refuse(node, 'a name in a class would be a part of it');
      refuseOrder(node, below, source);
      return below;
    }
    refuseStep(node, below, above);
    below = above;
  }
  return refuse(node, 'it stands in no statement');
}

function refuse(node: Node, why: string): never {
  const line = lineOf(node);
  return fail('conflict', `Line ${line}: ${why}, so it cannot be worked out before`, { line });
}

function refuseStep(node: Node, below: Node, above: Node): void {
  const is = (field: string): boolean => above.childForFieldName(field)?.id === below.id;
  if (isFunction(above)) refuse(node, 'it is worked out when the function around it is called');
  if (comprehension.test(above.type)) refuse(node, 'it is worked out once for each item');
  if (/^(class_body|class_static_block|enum_body)$/.test(above.type)) refuse(node, 'it is part of a class');
  const isHeadOfFor = above.type === 'for_statement' && is('right');
  if (repeated.test(above.type) && !isHeadOfFor) refuse(node, 'it is worked out again in each round');
  if (isConditional(above, below, is)) refuse(node, 'it is worked out only sometimes');
  if (/^(if_statement|else_clause|for_in_statement|labeled_statement|with_statement)$/.test(above.type)) {
    if (is('consequence') || is('body') || above.type === 'else_clause') refuse(node, 'there are no braces around it');
  }
}

function isConditional(above: Node, below: Node, is: (field: string) => boolean): boolean {
  const operator = above.childForFieldName('operator')?.text ?? '';
  switch (above.type) {
    case 'binary_expression':
    case 'boolean_operator':
      return is('right') && /^(&&|\|\||\?\?|and|or)$/.test(operator);
    case 'augmented_assignment_expression':
      return /^(&&|\|\||\?\?)=$/.test(operator);
    case 'ternary_expression':
      return !is('condition');
    case 'conditional_expression':
      return above.namedChild(1)?.id !== below.id;
    case 'comparison_operator':
      return above.namedChildren.findIndex(({ id }) => id === below.id) > 1;
    case 'assert_statement':
      return above.namedChild(0)?.id !== below.id;
    case 'elif_clause':
    case 'case_clause':
      return true;
    case 'call_expression':
      return is('arguments') && (above.childForFieldName('function')?.text.includes('?.') === true || hasChain(above));
    case 'subscript_expression':
      return is('index') && hasChain(above);
    default:
      return false;
  }
}

function hasChain(node: Node): boolean {
  return node.children.some(({ type }) => type === 'optional_chain' || type === '?.');
}

/** What stands before it in the statement would come after it. */
function refuseOrder(node: Node, statement: Node, source: Source): void {
  const bindings = bindingsIn(source.root, source.language);
  const inside = [...nodesOf(node)];
  if (inside.some(({ type }) => changes.test(type))) refuse(node, 'it changes something');
  for (const leaf of inside) {
    const meaning = leaf.type === 'identifier' ? meaningOf(leaf.text, leaf, bindings) : undefined;
    const isOfStatement =
      meaning && meaning.node.startIndex >= statement.startIndex && meaning.node.endIndex <= node.startIndex;
    if (isOfStatement) refuse(node, `it needs ${leaf.text}, which the same statement makes`);
  }
  const earlier = [...nodesOf(statement)].filter(({ endIndex }) => endIndex <= node.startIndex);
  if (earlier.some(({ type }) => effects.test(type))) refuse(node, 'something is done before it in the same statement');
  if (!inside.some(({ type }) => effects.test(type))) return;
  const read = earlier.find((each) => isRead(each, source.root, bindings));
  if (read) refuse(node, `${read.text.slice(0, 40)} is read before it, and it may change that`);
}

function isRead(node: Node, root: Node, bindings: readonly Binding[]): boolean {
  if (isOfCallee(node) || node.parent?.childForFieldName('left')?.id === node.id) return false;
  if (/^(member_expression|subscript_expression|attribute|subscript)$/.test(node.type)) return true;
  if (node.type !== 'identifier' || bindings.some((each) => each.node.id === node.id)) return false;
  const meaning = meaningOf(node.text, node, bindings);
  return meaning !== undefined && isChanged(node.text, meaning, root, bindings);
}

/** What is called is looked up first; that what it is given changes that is left out of account. */
function isOfCallee(node: Node): boolean {
  let below = node;
  for (const above of ancestorsOf(node)) {
    if (above.childForFieldName('function')?.id === below.id) return true;
    if (!/^(member_expression|attribute)$/.test(above.type)) return false;
    below = above;
  }
  return false;
}

function isChanged(name: string, meaning: Binding, root: Node, bindings: readonly Binding[]): boolean {
  const same = bindings.filter((each) => each.name === name && each.scope.id === meaning.scope.id);
  if (same.length > 1) return true;
  return [...nodesOf(root)].some(
    (each) =>
      changes.test(each.type) &&
      (each.childForFieldName('left') ?? each.childForFieldName('argument'))?.text === name &&
      meaning.scope.startIndex <= each.startIndex &&
      meaning.scope.endIndex >= each.endIndex,
  );
}
