import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Asked, type Call, type Fields, isFields, type Made, type Node, NodeFailure, wordsOf } from './call.ts';
import { kinds } from './kinds.ts';
import { getPath } from './paths.ts';

type Run = Actions['run'];

/** Carries a node out whose parameters the worker n8n has worked out. */
export const run: ActionRun<Run['input'], Run['output']> = async (input, context) => {
  const node = input.node as unknown as Node;
  const call = callOf(node, input, context);
  try {
    const outputs = withErrorsApart(node, await attempt(call));
    const isEmpty = node.alwaysOutputData === true && outputs.every((items) => items.length === 0);
    const given = isEmpty ? [[{ json: {}, pairedItem: 0 }]] : outputs;
    const plain = JSON.parse(JSON.stringify(given)) as Run['output']['outputs'];
    return { outputs: plain, counts: plain.map((items) => items.length), sources: input.asked.sources };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('worker-failed', `${node.name}: ${message}`);
  }
};

function callOf(node: Node, { asked, answers, zone }: Run['input'], context: WorkerContext): Call {
  const items = (asked.outputs[0] ?? []).map(itemOf);
  const parameter: Call['parameter'] = (path, index, fallback) => {
    const [name = ''] = path.split('.');
    const item = items[index];
    const failure = item?.failed[name];
    if (failure !== undefined) throw new NodeFailure(failure);
    return getPath(item?.parameters, path) ?? fallback;
  };
  return {
    ...{ node, items, parameter, context, zone: zone ?? 'UTC', answers: answers ?? [] },
    version: node.typeVersion ?? 1,
    goesOn: node.continueOnFail === true || (node.onError !== undefined && node.onError !== 'stopWorkflow'),
    text(path, index, fallback = '') {
      if (isNothing(node, items[index], path))
        throw new NodeFailure(`Its parameter ${path} gives nothing [item ${index}]`);
      return wordsOf(parameter(path, index, fallback));
    },
    flag: (path, index, fallback = false) => Boolean(parameter(path, index, fallback)),
    number: (path, index, fallback) => Number(parameter(path, index, fallback)),
  };
}

/** An expression that came to nothing is no default: with an empty key, say, a sum would be wrong and nobody told. */
function isNothing({ parameters }: Node, item: Asked | undefined, path: string): boolean {
  const written = parameters?.[path];
  if (typeof written !== 'string' || !written.startsWith('=') || item?.failed[path] !== undefined) return false;
  return (item?.parameters[path] ?? null) === null;
}

function itemOf(given: unknown): Asked {
  const { json = {} } = given as { json?: Fields };
  const inner = (name: string): Fields => (isFields(json[name]) ? json[name] : {});
  return {
    json: inner('json'),
    binary: inner('binary'),
    parameters: inner('parameters'),
    failed: inner('failed') as Record<string, string>,
  };
}

/** What fails as a whole lets its items through where the node says to go on. */
async function attempt(call: Call): Promise<Made[]> {
  const kind = kinds[call.node.type.replace('n8n-nodes-base.', '')];
  if (!kind) throw new NodeFailure(`Heron cannot carry out nodes of the type ${call.node.type}`);
  try {
    return await kind(call);
  } catch (error) {
    if (!call.goesOn) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return call.items.map(({ json }, index) => ({
      json: { ...json, error: message },
      pairedItem: index,
      error: message,
    }));
  }
}

function withErrorsApart({ onError }: Node, made: Made[]): Made[][] {
  if (onError !== 'continueErrorOutput') return [made];
  return [made.filter(({ error }) => error === undefined), made.filter(({ error }) => error !== undefined)];
}
