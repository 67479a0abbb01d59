import type { Task } from '../../../../contract/plan-task.ts';
import { placeholderAction } from '../step-frame.ts';
import { carryOut, framed, idIn, type Making, nodeText, place } from './carry-out.ts';
import { feedTask, formatsTask } from './formats-task.ts';
import { httpTask } from './http-task.ts';
import { judge } from './judge-node.ts';
import { type Loop, outerLoops } from './loops.ts';
import type { N8nNode } from './n8n-file.ts';
import { subTask } from './sub-task.ts';
import { waitTask } from './wait-task.ts';
import { calledItem, isWebhook } from './webhook-start.ts';

/** The tasks of those nodes, a loop being one with its body in it. */
export function tasksOf(making: Making, within: ReadonlySet<string>): Task[] {
  const loops = outerLoops(making.graph, within);
  const inLoops = new Set(loops.flatMap(({ node, body }) => [node.name, ...body]));
  const outside = seenFrom(making, loops);
  const single = [...within].filter((name) => !inLoops.has(name));
  return [
    ...single.flatMap((name) => {
      const node = making.graph.nodes.get(name);
      return node ? [taskOf(outside, node)] : [];
    }),
    ...loops.flatMap((loop) => loopTasks(outside, making, loop)),
  ];
}

/** What is in a loop is found in the output of its last turn by those beside the loop. */
function seenFrom(making: Making, loops: readonly Loop[]): Making {
  const places = new Map(making.places);
  for (const { node, body } of loops) {
    places.set(node.name, `tasks.${idIn(making, node.name)}_done.output`);
    for (const name of body)
      places.set(name, `tasks.${idIn(making, node.name)}.output[-1].nodes.${idIn(making, name)}`);
  }
  return { ...making, places };
}

function taskOf(making: Making, node: N8nNode): Task {
  const { state, part } = judge(node);
  if (state === 'cannot') return placeholder(making, node);
  if (part === 'http') return httpTask(making, node);
  if (part === 'wait') return waitTask(making, node);
  if (part === 'formats') return formatsTask(making, node);
  if (part === 'feed') return feedTask(making, node);
  if (part === 'sub') return subTask(making, node) ?? placeholder(making, node);
  const task = carryOut(making, node, part === 'template' ? { kind: 'html.template' } : {});
  return part === 'trigger'
    ? { ...task, ...startOf(making, node), input: { ...task.input, ...beginning(node), given: givenTo(node) } }
    : task;
}

/** What another workflow begins with can be cut to the fields that it declares; all others begin alike. */
function beginning({ type }: N8nNode): { kind?: string } {
  return type === 'n8n-nodes-base.executeWorkflowTrigger' ? {} : { kind: 'trigger' };
}

function givenTo(node: N8nNode): string {
  return isWebhook(node) ? calledItem(node) : '{{ [input.items] }}';
}

/** A run begins at one trigger: the one that the plan's input names. */
function startOf(making: Making, node: N8nNode): Partial<Task> {
  return making.hasSeveralTriggers ? { when: `input.trigger = '${idIn(making, node.name)}'` } : {};
}

/** What no worker can do keeps its place, and names what it would be. A check refuses it. */
function placeholder(making: Making, node: N8nNode): Task {
  return {
    ...framed(making, node),
    action: placeholderAction('n8n', node.type.split('.').at(-1) ?? ''),
    input: { node: nodeText(making, node) },
  };
}

/** The batches, the body for each of them one after the other, and what came back from all. */
function loopTasks(outside: Making, around: Making, { node, body, back }: Loop): Task[] {
  const id = idIn(outside, node.name);
  const turn = `turn_${id}`.slice(0, 60);
  const isBack = new Set(back);
  const graph = outside.graph;
  const entering = {
    ...outside,
    graph: { ...graph, into: (name: string) => graph.into(name).filter((edge) => !isBack.has(edge)) },
  };
  const batches: Task = { ...carryOut(entering, node, {}), id: `${id}_batches`, title: `${node.name}: batches` };
  const places = new Map(around.places).set(node.name, `tasks.${id}_batches.output`);
  const inside: Making = { ...outside, places, turns: new Map(outside.turns).set(node.name, turn) };
  const atEnd = seenFrom(inside, outerLoops(graph, body));
  const came = back.map(({ from, output }) => ({ output, result: `{{ ${place(atEnd, from)} }}` }));
  const nodes = Object.fromEntries([...body].map((name) => [idIn(outside, name), `{{ ${place(atEnd, name)} }}`]));
  const loop: Task = {
    id,
    title: node.name.slice(0, 300),
    after: [`${id}_batches`],
    ...(batches.when === undefined ? {} : { when: batches.when }),
    forEach: { in: { from: 0, to: `{{ $count(tasks.${id}_batches.output.counts) - 1 }}` }, as: turn },
    tasks: body.size > 0 ? tasksOf(inside, body) : [{ id: `${id}_nothing`, value: null }],
    output: { came, nodes },
  };
  const done = carryOut({ ...entering, turns: outside.turns }, node, {
    kind: 'splitInBatches.done',
    given: `{{ [tasks.${id}.output] }}`,
  });
  return [batches, loop, { ...done, id: `${id}_done`, title: `${node.name}: done`, after: [id] }];
}
