import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { isNothing, mergedKept, storesOf } from './contexts.ts';
import { kinds } from './kinds.ts';
import {
  copyOf,
  type Fields,
  isFields,
  type Message,
  type Node,
  NodeFailure,
  type NodeRun,
  textOf,
  type Wire,
} from './node.ts';

type Run = Actions['run'];
type Failed = { message: string; about: Message };

/** Carries a node out on the messages that the nodes before it sent. */
export const run: ActionRun<Run['input'], Run['output']> = async (input, context) => {
  const node = input.node as unknown as Node;
  const results = input.results ?? {};
  const inputs = (input.inputs as Wire[][]).map((wires) => wires.flatMap((wire) => messagesOf(results, wire)));
  const kept = mergedKept(Object.values(results));
  const failures: Failed[] = [];
  const shown: unknown[] = [];
  const env = { ...input.env };
  const nodeRun: NodeRun = {
    ...{ node, inputs, messages: inputs.flat(), stores: storesOf(kept, input.flow ?? textOf(node, 'z')) },
    ...{ ports: input.ports ?? 1, nowMs: context.now(), random: () => Math.random(), given: input.given ?? [] },
    env: (name) => (Object.hasOwn(env, name) ? env[name] : ownName(node, name)),
    failed: (error, about) => void failures.push({ message: messageOf(error), about }),
    show: (value) => void shown.push(copyOf(value)),
  };
  const came = input.completed === true ? copyOf(nodeRun.messages) : [];
  const all = [...nodeRun.messages];
  const outputs = await attempt(nodeRun, input.kind ?? node.type);
  const [first] = failures;
  if (first && input.caught !== true) return fail('worker-failed', `${titleOf(node)}: ${first.message}`);
  const failed = new Set(failures.map(({ about }) => about));
  outputs.push(
    failures.map((one) => withError(one, node)),
    came.filter((_, at) => !failed.has(all[at] ?? {})),
  );
  const sent = plain(outputs) as Run['output']['outputs'];
  return {
    outputs: sent,
    counts: sent.map((messages) => messages.length),
    ...(isNothing(kept) ? {} : { context: plain(kept) as Fields }),
    ...(shown.length > 0 ? { shown: plain(shown) as unknown[] } : {}),
  };
};

async function attempt(nodeRun: NodeRun, type: string): Promise<Message[][]> {
  const { node, messages, ports } = nodeRun;
  const kind = kinds[type];
  let made: Message[][] = [];
  try {
    if (!kind) throw new NodeFailure(`Heron cannot carry out nodes of the type ${type}`);
    made = await kind(nodeRun);
  } catch (error) {
    if (messages.length === 0) fail('worker-failed', `${titleOf(node)}: ${messageOf(error)}`);
    for (const message of messages) nodeRun.failed(error, message);
  }
  return Array.from({ length: ports }, (_, at) => made[at] ?? []);
}

function messagesOf(results: Fields, { node, output }: Wire): Message[] {
  const result = results[node];
  const outputs = isFields(result) && Array.isArray(result['outputs']) ? (result['outputs'] as Message[][]) : [];
  return copyOf(outputs[output] ?? []);
}

const titleOf = ({ name, type }: Node): string => (name === undefined || name === '' ? type : name);

/** The names that every node has. */
function ownName({ id, name, z }: Node, wanted: string): unknown {
  return { NR_NODE_ID: id, NR_NODE_NAME: name, NR_FLOW_ID: z }[wanted];
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return isFields(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}

/** What a Catch node is sent. */
function withError({ message, about }: Failed, { id, type, name }: Node): Message {
  const before = about['error'] === undefined ? {} : { _error: about['error'] };
  return { ...about, ...before, error: { message, source: { id, type, name: name ?? '', count: 1 } } };
}

/** As JSON has it: a number that is none is `null`. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' && !Number.isFinite(one) ? null : one)),
  ) as unknown;
}
