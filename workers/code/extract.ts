import { type ActionRun, fail } from 'heron/worker-kit';
import type { Node } from 'web-tree-sitter';
import type { Actions } from './actions.generated.ts';
import { alike, checkName, replaced } from './edits.ts';
import { type FunctionPlan, planFunction } from './extract-function.ts';
import { statementFor } from './extract-variable.ts';
import { indentOf, moved, unitOf } from './indentation.ts';
import { rewrite } from './rewrite.ts';
import { type Selection, selectionIn } from './selection.ts';
import { ancestorsOf, nodesOf, refuseBroken, type Source, withSource, withTree, firstBroken } from './syntax.ts';

type Extract = Actions['extract'];
type Made = { text: string; line: number; code: string; call: string; parameters: string[] };

export const extract: ActionRun<Extract['input'], Extract['output']> = async (input, context) => {
  const { path, kind, name, dryRun } = input;
  const { language, ...made } = await withSource(path, context, (source) => {
    refuseLanguage(source);
    refuseBroken(source);
    checkName(name, source.language.name, 'name');
    const taken = [...nodesOf(source.root)].find((node) => source.language.names.has(node.type) && node.text === name);
    if (taken) {
      const line = taken.startPosition.row + 1;
      fail('conflict', `Line ${line} has a name ${name} already`, { line });
    }
    const selection = selectionIn(source, input);
    const result = kind === 'variable' ? asVariable(selection, name, source) : asFunction(selection, input, source);
    return { ...result, language: source.language };
  });
  const isWhole = await withTree(made.text, language, (root) => firstBroken(root) === undefined);
  if (!isWhole) fail('conflict', 'What would come out is no code that can be read; nothing was changed');
  if (!dryRun) await rewrite(path, made.text, context);
  const { line, code, call, parameters } = made;
  return { path, kind, name, line, code, call, parameters, dryRun };
};

function refuseLanguage({ language: { name } }: Source): void {
  if (['typescript', 'tsx', 'javascript', 'python'].includes(name)) return;
  fail(
    'unsupported',
    `In ${name} a part needs types that stand in other files; it can be taken out of JavaScript, TypeScript and Python`,
  );
}

function asVariable(selection: Selection, name: string, source: Source): Made {
  const { text, language } = source;
  const chosen = selection.kind === 'expression' ? selection.node : undefined;
  if (!chosen)
    return fail('invalid-input', 'A variable is made of one expression, and these are statements', { field: 'kind' });
  const statement = statementFor(chosen, source);
  const isPython = language.name === 'python';
  const code = isPython ? `${name} = ${chosen.text}` : `const ${name} = ${chosen.text};`;
  const at = statement.startIndex;
  const edits = [
    { from: at, to: at, text: `${code}\n${indentOf(text, at)}` },
    { from: selection.from, to: selection.to, text: name },
  ];
  return {
    text: replaced(text, alike(edits, text)),
    line: statement.startPosition.row + 1,
    code,
    call: name,
    parameters: [],
  };
}

function asFunction(selection: Selection, input: Extract['input'], source: Source): Made {
  const plan = planFunction(selection, source, input.types ?? {});
  const code = functionText(selection, input.name, plan, source);
  const call = callText(selection, input.name, plan, source);
  const first = selection.kind === 'expression' ? selection.node : selection.nodes[0];
  const place = placeBefore(first ?? source.root);
  const gap = source.language.name === 'python' ? '\n\n\n' : '\n\n';
  const edits = [
    { from: place.startIndex, to: place.startIndex, text: code + gap },
    { from: selection.from, to: selection.to, text: call },
  ];
  const line = place.startPosition.row + 1;
  return {
    text: replaced(source.text, alike(edits, source.text)),
    line,
    code,
    call,
    parameters: plan.parameters.map(({ name }) => name),
  };
}

/** The outermost statement around it, with the comments that stand right before that. */
function placeBefore(node: Node): Node {
  let at = node;
  for (const above of ancestorsOf(node)) if (above.parent) at = above;
  for (let before = at.previousNamedSibling; before?.type === 'comment'; before = at.previousNamedSibling) {
    if (before.endPosition.row + 1 !== at.startPosition.row) break;
    at = before;
  }
  return at;
}

function functionText(selection: Selection, name: string, plan: FunctionPlan, { text, language }: Source): string {
  const isPython = language.name === 'python';
  const unit = unitOf(text, isPython);
  const nodes = selection.kind === 'expression' ? [selection.node] : selection.nodes;
  const body = moved(text, { from: selection.from, to: selection.to, indent: unit }, nodes);
  const given = plan.parameters
    .map(({ name: each, type }) => (type === undefined ? each : `${each}: ${type}`))
    .join(', ');
  const result = plan.results.length > 1 && !isPython ? `{ ${plan.results.join(', ')} }` : plan.results.join(', ');
  const end = isPython ? '' : ';';
  const lines =
    selection.kind === 'expression'
      ? [`${unit}return ${isPython && /\n/.test(body) ? `(${body.trim()})` : body.trim()}${end}`]
      : [body, ...(plan.results.length > 0 ? [`${unit}return ${result}${end}`] : [])];
  const start = plan.isAsync ? 'async ' : '';
  return isPython
    ? [`${start}def ${name}(${given}):`, ...lines].join('\n')
    : [`${start}function ${name}(${given}) {`, ...lines, '}'].join('\n');
}

function callText(selection: Selection, name: string, plan: FunctionPlan, { language }: Source): string {
  const isPython = language.name === 'python';
  const called = `${plan.isAsync ? 'await ' : ''}${name}(${plan.parameters.map((each) => each.name).join(', ')})`;
  if (selection.kind === 'expression') return plan.isAsync ? `(${called})` : called;
  const end = isPython ? '' : ';';
  if (plan.returns) return `return ${called}${end}`;
  const names = plan.results.join(', ');
  if (plan.takes === 'none') return `${called}${end}`;
  const target = plan.results.length > 1 && !isPython ? `{ ${names} }` : names;
  return plan.takes === 'assign' ? `${target} = ${called}${end}` : `${plan.takes} ${target} = ${called}${end}`;
}
