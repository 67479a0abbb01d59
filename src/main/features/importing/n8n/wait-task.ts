import type { Task } from '../../../../contract/plan-task.ts';
import type { N8nNode } from './n8n-file.ts';
import { withoutFrame } from '../step-frame.ts';
import { carryOut, framed, idIn, type Making } from './carry-out.ts';

/** The time is worked out, waited for, and then the items go on; of a call from outside the call is the item. */
export function waitTask(making: Making, node: N8nNode): Task {
  const id = idIn(making, node.name);
  const isCall = node.parameters['resume'] === 'webhook';
  const moment = carryOut(making, node, { kind: 'wait.until' });
  const items = carryOut(
    making,
    node,
    isCall ? { kind: 'webhook', given: `{{ [tasks.${id}_pause.output] }}` } : { kind: 'noOp' },
  );
  const pause: Task = isCall
    ? { id: `${id}_pause`, wait: { webhook: { methods: ['GET', 'POST'] } } }
    : { id: `${id}_pause`, wait: { until: `{{ tasks.${id}_until.output.outputs[0][0].json.until }}` } };
  return {
    ...framed(making, node),
    tasks: [
      ...(isCall ? [] : [{ ...withoutFrame(moment), id: `${id}_until` }]),
      pause,
      { ...withoutFrame(items), id: `${id}_items`, after: [`${id}_pause`] },
    ],
    output: `{{ tasks.${id}_items.output }}`,
  };
}
