import type { JsonObject } from '../../src/contract/json.ts';
import type { Plan } from '../../src/contract/plan.ts';
import type { PlanTemplate } from '../../src/contract/plan-templates.ts';

const action = 'echo-isolate.say';

export function chainPlan(steps: number): Plan {
  const tasks = Array.from({ length: steps }, (_, index) => ({
    id: `t${index}`,
    action,
    input: { text: index === 0 ? 'heron' : `{{ tasks.t${index - 1}.output.text }}` },
  }));
  return { version: 1, title: 'A chain', tasks };
}

export function fanOutPlan(width: number): Plan {
  const tasks = Array.from({ length: width }, (_, index) => ({ id: `t${index}`, action, input: { text: 'heron' } }));
  return { version: 1, title: 'A fan-out', tasks };
}

export function listPlan(count: number): Plan {
  const forEach = { in: { from: 1, to: count }, concurrency: 64 };
  return { version: 1, title: 'A list', tasks: [{ id: 'each', forEach, action, input: { text: 'heron' } }] };
}

export function repeatPlan(count: number): Plan {
  const each = { id: 'each', repeat: { max: count }, value: '{{ iteration + 1 }}' };
  return { version: 1, title: 'A loop of rounds', tasks: [each] };
}

export const mapped = "{{ $uppercase(item.name) & ' ' & item.id }}";

/** An expression over items that the plan is given. */
export function mapPlan(items: JsonObject[]): Plan {
  const map = { id: 'map', forEach: { in: '{{ input.items }}', concurrency: 64 }, value: mapped };
  return { version: 1, title: 'A mapping', input: { items }, tasks: [map] };
}

/** Worked out in the engine, without a worker. */
export function valuesPlan(steps: number): Plan {
  const tasks = Array.from({ length: steps }, (_, index) => ({
    id: `t${index}`,
    value: index === 0 ? 'heron' : `{{ tasks.t${index - 1}.output }}`,
  }));
  return { version: 1, title: 'A chain of values', tasks };
}

/** Answers a call with what one task makes of it, as the others' flow does. */
export const webhookTemplate: PlanTemplate = {
  version: 1,
  name: 'reply',
  title: 'Reply',
  description: 'Answers with a text.',
  parameters: {
    type: 'object',
    properties: { text: { type: 'string', default: 'heron' } },
    additionalProperties: false,
  },
  tasks: [{ id: 'reply', value: '{{ input.text }}' }],
  output: '{{ tasks.reply.output }}',
  webhook: { methods: ['GET'], respond: {} },
};
