import type { AnyEvent, EventOf } from '../../contract/events.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Settings } from '../../contract/settings.ts';
import { manifestOf } from './policy-parts.ts';
import type { Ground } from './ground.ts';
import type { Policy } from '../features/permissions/policy/policy.ts';
import { actionsOf } from '../orchestrator/checking/plan-actions.ts';
import type { ComingCall } from '../workers/warming.ts';
import type { Workers } from '../workers/workers.ts';

type Parts = {
  workers: Pick<Workers, 'warm' | 'registry'>;
  policy: Pick<Policy, 'judge'>;
  settings: () => Settings;
};

/** While a person reads a plan, or what it asks for, the processes of its workers begin: the first call after a yes waits for none. */
export function warmWhatIsShown({ events }: Ground, { workers, policy, settings }: Parts): (plan: Plan) => void {
  function warm(calls: Iterable<ComingCall>, conversationId?: string): void {
    const may = [...calls].filter(({ workerId, action }) => {
      const manifest = manifestOf(workers.registry, workerId);
      if (!manifest) return false;
      const wish = { taskIds: [], manifest, action, isNobodyThere: false };
      const inPlace = conversationId === undefined ? wish : { ...wish, conversationId };
      return policy.judge(inPlace).decision !== 'denied';
    });
    const { concurrency } = settings();
    workers.warm(may, (workClass) => concurrency[workClass]);
  }

  function heed(event: AnyEvent): void {
    const { conversationId } = event.scope;
    if (event.type === 'plan.proposed' && event.payload.isHeld && !event.payload.schedule) {
      warm(callsIn(event.payload.plan), conversationId);
    } else if (event.type === 'permission.requested') warm(comingIn(event), conversationId);
  }

  /** Where nobody is there, nobody reads it. */
  function comingIn({ scope: { runId }, payload: { request } }: EventOf<'permission.requested'>): ComingCall[] {
    const created = runId === undefined ? undefined : events.last('run.created', { runId });
    if (!created || created.payload.unattended) return [];
    const hasBegun = events.last('task.started', { runId: created.scope.runId ?? '' }) !== undefined;
    if (!hasBegun) return callsIn(created.payload.plan);
    return request.actions.map((action) => ({ workerId: request.workerId, action }));
  }

  events.listen(heed);
  return (plan) => warm(callsIn(plan));
}

function callsIn({ tasks }: Plan): ComingCall[] {
  return [...actionsOf(tasks)].flatMap(({ task }) => {
    const [workerId, action] = task.action.split('.');
    return workerId !== undefined && action !== undefined ? [{ workerId, action }] : [];
  });
}
