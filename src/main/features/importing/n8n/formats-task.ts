import type { Task } from '../../../../contract/plan-task.ts';
import { withoutFrame } from '../step-frame.ts';
import { carryOut, framed, idIn, type Making, nodeText, titled } from './carry-out.ts';
import { goesOn, retryOf } from './http-task.ts';
import type { N8nNode } from './n8n-file.ts';

/** What its parameters are is worked out where written code runs; what is done with them, where packages are. */
export function formatsTask(making: Making, node: N8nNode): Task {
  const id = idIn(making, node.name);
  return {
    ...framed(making, node),
    tasks: [asked(making, node), made(making, node, {})],
    output: `{{ tasks.${id}_made.output }}`,
  };
}

/** A feed is fetched by the worker `api`, which asks for each host. */
export function feedTask(making: Making, node: N8nNode): Task {
  const id = idIn(making, node.name);
  const request = `request_${id}`.slice(0, 60);
  const calls: Task = {
    id: `${id}_calls`,
    title: titled(node, 'requests'),
    forEach: { in: `{{ [tasks.${id}_asked.output.outputs[0].json] }}`, as: request, concurrency: 5 },
    action: 'api.get',
    input: { url: `{{ ${request}.parameters.url }}` },
    ...(goesOn(node) ? { onError: 'skip' } : {}),
    ...retryOf(node),
  };
  return {
    ...framed(making, node),
    tasks: [asked(making, node), calls, made(making, node, { answers: `{{ [tasks.${id}_calls.output] }}` })],
    output: `{{ tasks.${id}_made.output }}`,
  };
}

function asked(making: Making, node: N8nNode): Task {
  const half = withoutFrame(carryOut(making, node, { kind: 'formats.asked' }));
  return { ...half, id: `${idIn(making, node.name)}_asked`, title: titled(node, 'parameters') };
}

function made(making: Making, node: N8nNode, more: Record<string, string>): Task {
  const id = idIn(making, node.name);
  return {
    id: `${id}_made`,
    title: titled(node, 'result'),
    action: 'n8n-formats.run',
    input: { node: nodeText(making, node), asked: `{{ tasks.${id}_asked.output }}`, zone: '{{ input.zone }}', ...more },
  };
}
