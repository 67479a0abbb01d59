import type { Plan } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { BundleEvent } from './lines.ts';
import type { Redactor } from './redact.ts';

/** An event without what nobody else may see. What holds the plan together stays: its ids and what waits for what. */
export function redactEvent(event: BundleEvent, { json }: Pick<Redactor, 'json'>): BundleEvent {
  const payload = json(event.payload);
  if (event.type !== 'run.created') return { ...event, payload };
  return { ...event, payload: { ...payload, plan: held(event.payload['plan'] as Plan, payload['plan'] as Plan) } };
}

function held(plan: Plan, redacted: Plan): Plan {
  hold(plan.tasks, redacted.tasks);
  const fallback = plan.budget?.onExceeded;
  const own = redacted.budget?.onExceeded;
  if (typeof fallback === 'object' && typeof own === 'object') hold(fallback.fallback, own.fallback);
  return redacted;
}

/** The redacted tasks are a copy of our own, and changed in place. */
function hold(tasks: Task[], redacted: Task[]): void {
  for (const [index, task] of tasks.entries()) {
    const own = redacted[index];
    if (!own) continue;
    const { id, after, action, forEach } = task;
    Object.assign(own, { id, ...(after ? { after } : {}), ...(action ? { action } : {}) });
    if (own.forEach && forEach?.as !== undefined) own.forEach.as = forEach.as;
    const bodies = bodiesOf(own);
    for (const [at, body] of bodiesOf(task).entries()) hold(body.tasks, bodies[at]?.tasks ?? []);
  }
}
