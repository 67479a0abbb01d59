import type { JsonObject } from '../../../../contract/json.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import { withoutFrame } from '../step-frame.ts';
import { carryOut, framed, idIn, type Making, titled } from './carry-out.ts';
import { calledName, subPlanOf, workflowText } from './called.ts';
import { goesOn } from './http-task.ts';
import type { N8nNode } from './n8n-file.ts';

/**
 * Execute Workflow: the items it begins with, the other workflow as a group of its own, and what its last node gave as items. One that
 * is named is put in when a run begins, so that it is as it is then. Nothing where what stands in the node is no workflow.
 */
export function subTask(making: Making, node: N8nNode): Task | undefined {
  const id = idIn(making, node.name);
  const item = `item_${id}`.slice(0, 60);
  const isEach = node.parameters['mode'] === 'each';
  const all = `{{ [tasks.${id}_items.output.outputs[0]] }}`;
  const body = called(making, node, { items: isEach ? `{{ [${item}] }}` : all, zone: '{{ input.zone }}' });
  if (!body) return undefined;
  const sub: Task = {
    id: `${id}_sub`,
    title: titled(node, 'the other workflow'),
    ...(isEach ? { forEach: { in: all, as: item, concurrency: 1 } } : {}),
    ...body,
    ...(goesOn(node) ? { onError: 'skip' } : {}),
  };
  const half = (kind: string, more: JsonObject): Task => {
    const own = withoutFrame(carryOut(making, node, { kind: `executeWorkflow.${kind}`, ...more }));
    return { ...own, id: `${id}_${kind}`, title: titled(node, kind === 'items' ? 'items' : 'result') };
  };
  return {
    ...framed(making, node),
    tasks: [half('items', {}), sub, half('done', { given: `{{ [tasks.${id}_sub.output] }}` })],
    output: `{{ tasks.${id}_done.output }}`,
  };
}

type Body = Pick<Task, 'tasks' | 'template' | 'input' | 'output'>;

function called({ importInner }: Making, node: N8nNode, input: JsonObject): Body | undefined {
  const text = workflowText(node);
  if (text === undefined) return { template: { name: calledName(node), input } };
  const inner = importInner(text);
  if (!inner) return undefined;
  const { tasks, input: more, output } = subPlanOf(inner.document);
  return { tasks, input: { ...more, ...input }, output };
}
