import type { WebhookRespond } from '../../../../contract/webhook-options.ts';
import { after, reached } from '../flow-graph.ts';
import { type RedNode, setting } from './node-red-file.ts';
import type { RedGraph } from './node-red-graph.ts';

type Answering = {
  graph: RedGraph;
  /** Of tasks, by the ids of nodes. */
  ids: ReadonlyMap<string, string>;
  /** The plan's own tasks: an answer cannot be taken from inside another. */
  own: ReadonlySet<string>;
};

/** What an HTTP in answers: the first message that came to an HTTP response behind it. Nothing where there is none. */
export function answerOf(node: RedNode, { graph, ids, own }: Answering): WebhookRespond | undefined {
  const behind = reached([node.id], after(graph), new Set());
  const responses = [...behind]
    .flatMap((id) => graph.nodes.get(id) ?? [])
    .filter(({ type }) => type === 'http response');
  const there = responses.flatMap((one) => {
    const id = ids.get(one.id) ?? '';
    return own.has(id) ? [{ id, usual: usualStatus(one) }] : [];
  });
  const [only] = there;
  if (!only) return undefined;
  const given = there.map(
    ({ id, usual }) => `($m := tasks.${id}.output.outputs[0][0]; $exists($m) ? {'message': $m, 'usual': ${usual}})`,
  );
  const first = (then: string, otherwise: string): string =>
    `{{ ($one := [${given.join(', ')}][0]; $exists(${then}) ? ${then} : ${otherwise}) }}`;
  return {
    ...(there.length === 1 ? { after: only.id } : {}),
    status: first('$one.message.statusCode', '$exists($one) ? $one.usual : 200'),
    body: first('$one.message.payload', 'null'),
  };
}

function usualStatus(node: RedNode): number {
  const status = Number(setting(node, 'statusCode'));
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 200;
}
