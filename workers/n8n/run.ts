import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { codeOf } from './code.ts';
import { compile } from './expressions/compile.ts';
import { scopes, type Surroundings } from './expressions/scope.ts';
import { kinds } from './kinds.ts';
import { type Item, kindOf, type Node, NodeFailure, type NodeRun, type Wire } from './node.ts';
import { parametersOf } from './parameters.ts';
import { resultsOf } from './results.ts';
import { wordsOf } from './words.ts';

type Run = Actions['run'];

/** Carries a node out on what the nodes before it gave. */
export const run: ActionRun<Run['input'], Run['output']> = async (input, context) => {
  const node = input.node as unknown as Node;
  const sources = input.inputs as Wire[][];
  try {
    const outputs = await carryOut(node, sources, input, context.now());
    return { outputs: plain(outputs), counts: outputs.map((items) => items.length), sources };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('worker-failed', `${node.name}: ${message}`);
  }
};

async function carryOut(node: Node, sources: Wire[][], input: Run['input'], nowMs: number): Promise<Item[][]> {
  const results = resultsOf(input.results ?? {});
  const inputs = sources.map((wires) => results.inputsOf(wires));
  if (node.executeOnce) for (const items of inputs) items.splice(1);
  if (inputs.length === 0) inputs.push([]);
  const around = {
    ...{ node, inputs, wires: sources, results, nowMs },
    version: node.typeVersion ?? 1,
    runIndex: input.runIndex ?? 0,
    given: input.given ?? [],
    zone: input.zone ?? 'UTC',
    workflow: { id: '', name: '', active: true, ...input.workflow },
  };
  const nodeRun = nodeRunOf(around);
  if (node.disabled) return [passedOn(nodeRun.items)];
  const kind = kinds[input.kind ?? kindOf(node.type)];
  if (!kind) throw new NodeFailure(`Heron cannot carry out nodes of the type ${node.type}`);
  const outputs = await attempt(nodeRun, () => kind(nodeRun));
  for (const items of outputs) for (const [at, item] of items.entries()) pair(item, at, nodeRun);
  if (node.alwaysOutputData && outputs.every((items) => items.length === 0)) return [[{ json: {}, pairedItem: 0 }]];
  return outputs;
}

function nodeRunOf(around: Omit<Surroundings, 'parameter'> & { given: readonly unknown[] }): NodeRun {
  const { node, inputs } = around;
  const scopeAt = scopes({ ...around, parameter: (index) => parameters.whole(index) });
  const parameters = parametersOf(node.parameters ?? {}, scopeAt);
  const at = parameters.at;
  return {
    ...around,
    items: inputs[0] ?? [],
    goesOn: goesOn(node),
    raw: parameters.raw,
    parameter: at,
    text: (path, index, fallback = '') => {
      const value = at(path, index, fallback);
      return value === undefined || value === null ? '' : wordsOf(value);
    },
    flag: (path, index, fallback = false) => Boolean(at(path, index, fallback)),
    number: (path, index, fallback) => Number(at(path, index, fallback)),
    expression: (text, index) => compile(text)(scopeAt(index)),
    code: (source, index, more = {}) => codeOf(source, Object.setPrototypeOf(more, scopeAt(index)) as object),
  };
}

function goesOn({ onError, continueOnFail }: Node): boolean {
  return continueOnFail === true || (onError !== undefined && onError !== 'stopWorkflow');
}

/** What fails as a whole lets its items through where the node says to go on. */
async function attempt(nodeRun: NodeRun, work: () => Item[][] | Promise<Item[][]>): Promise<Item[][]> {
  const { node, items } = nodeRun;
  if (!nodeRun.goesOn) return work();
  try {
    const outputs = await work();
    return node.onError === 'continueErrorOutput' ? withErrorsApart(outputs) : outputs;
  } catch (error) {
    const failed = items.map((item, at) => ({
      json: { ...item.json, error: error instanceof Error ? error.message : String(error) },
      pairedItem: at,
    }));
    return node.onError === 'continueErrorOutput' ? [[], failed] : [failed];
  }
}

function withErrorsApart(outputs: Item[][]): Item[][] {
  const failed = outputs.flatMap((items) => items.filter(({ error }) => error !== undefined));
  return [...outputs.map((items) => items.filter(({ error }) => error === undefined)), failed];
}

/** An item that does not say what it was made of is known by its place, if there are as many as came in, or only one came in. */
function pair(item: Item, at: number, { items }: NodeRun): void {
  if (item.pairedItem !== undefined) return;
  if (items.length === 1) item.pairedItem = 0;
  else if (at < items.length) item.pairedItem = at;
}

export function passedOn(items: readonly Item[]): Item[] {
  return items.map((item, at) => ({ ...item, pairedItem: at }));
}

/** As JSON has it: moments become texts, and what is nothing is `null` or left out. */
function plain(outputs: Item[][]): Run['output']['outputs'] {
  return JSON.parse(JSON.stringify(outputs, nothingAsNull)) as Run['output']['outputs'];
}

function nothingAsNull(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
