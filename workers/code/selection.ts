import { fail } from 'heron/worker-kit';
import type { Node } from 'web-tree-sitter';
import type { Source } from './syntax.ts';

/** Lines and columns from 1; `endColumn` is the one after the last. Without columns the lines are meant whole. */
export type Range = { startLine: number; endLine: number; startColumn?: number; endColumn?: number };

/** One expression, or statements that follow each other in one block. */
export type Selection = { from: number; to: number } & (
  | { kind: 'expression'; node: Node }
  | { kind: 'statements'; nodes: Node[] }
);

const blocks = /^(program|statement_block|module|block)$/;

const expressions = new Set([
  ...['binary_expression', 'call_expression', 'member_expression', 'subscript_expression', 'object', 'array', 'string'],
  ...['template_string', 'number', 'regex', 'true', 'false', 'null', 'ternary_expression', 'unary_expression'],
  ...['new_expression', 'await_expression', 'arrow_function', 'function_expression', 'parenthesized_expression'],
  ...['as_expression', 'satisfies_expression', 'non_null_expression', 'jsx_element', 'jsx_self_closing_element'],
  ...['binary_operator', 'boolean_operator', 'comparison_operator', 'not_operator', 'unary_operator', 'call'],
  ...['attribute', 'subscript', 'concatenated_string', 'integer', 'float', 'list', 'dictionary', 'set', 'tuple'],
  ...['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'],
  ...['conditional_expression', 'lambda', 'none', 'await'],
]);

/** Places in which an expression stands for more than its value. */
const bound = new Set([
  ...[
    'import_statement',
    'export_statement',
    'literal_type',
    'jsx_attribute',
    'jsx_element',
    'enum_assignment',
    'type',
    'concatenated_string',
  ],
  ...['case_pattern', 'delete_statement', 'update_expression', 'expression_statement', 'import_from_statement'],
]);

/** Errors: `invalid-input` for what is neither. */
export function selectionIn({ text, root }: Source, range: Range): Selection {
  const [from, to] = offsetsOf(text, range);
  const at = root.namedDescendantForIndex(from, to) ?? root;
  const whole = outermost(at);
  if (whole.startIndex === from && whole.endIndex === to && whole.parent && blocks.test(whole.parent.type)) {
    return { kind: 'statements', nodes: [whole], from, to };
  }
  if (at.startIndex === from && at.endIndex === to && expressions.has(at.type)) {
    refuseBound(at);
    return { kind: 'expression', node: at, from, to };
  }
  const nodes = at.namedChildren.filter((each) => each.startIndex >= from && each.endIndex <= to);
  const isWhole = nodes[0]?.startIndex === from && nodes.at(-1)?.endIndex === to;
  if (!blocks.test(at.type) || !isWhole) {
    return fail('invalid-input', 'What was chosen is neither one expression nor whole statements of one block', {
      field: 'startLine',
    });
  }
  return { kind: 'statements', nodes, from, to };
}

/** The same text can be several nodes around each other. */
function outermost(node: Node): Node {
  let at = node;
  for (let above = at.parent; above && !blocks.test(above.type); above = at.parent) {
    if (above.startIndex !== at.startIndex || above.endIndex !== at.endIndex) break;
    at = above;
  }
  return at;
}

function offsetsOf(text: string, { startLine, endLine, startColumn = 1, endColumn }: Range): [number, number] {
  const lines = text.split('\n');
  if (endLine < startLine || endLine > lines.length) {
    return fail('invalid-input', `There are no lines ${startLine} to ${endLine}; the file has ${lines.length}`, {
      field: 'endLine',
    });
  }
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const from = (starts[startLine - 1] ?? 0) + startColumn - 1;
  const end =
    (starts[endLine - 1] ?? 0) + (endColumn === undefined ? (lines[endLine - 1] ?? '').length : endColumn - 1);
  const chosen = text.slice(from, end);
  if (chosen.trim() === '') fail('invalid-input', 'There is nothing in what was chosen', { field: 'startLine' });
  return [from + chosen.length - chosen.trimStart().length, end - (chosen.length - chosen.trimEnd().length)];
}

function refuseBound(node: Node): void {
  const { parent } = node;
  if (!parent) return;
  const is = (field: string): boolean => parent.childForFieldName(field)?.id === node.id;
  const isTarget = /assignment/.test(parent.type) && is('left');
  const isCalled = is('function') && /^(member_expression|attribute|subscript_expression)$/.test(node.type);
  const isChained = is('object') && /\?\./.test(node.text) && /^(member|subscript)/.test(parent.type);
  const isOperand = parent.type === 'unary_expression' && /^(delete|typeof)/.test(parent.text);
  const isSole = node.type === 'generator_expression' && parent.type === 'call';
  if (isTarget || isCalled || isChained || isOperand || isSole || is('key') || bound.has(parent.type)) {
    fail('conflict', 'What was chosen means more there than its value, so it cannot be given a name', {
      line: node.startPosition.row + 1,
    });
  }
}
