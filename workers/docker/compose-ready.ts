import { fail } from 'heron/worker-kit';
import type { Condition } from './compose-health.ts';
import { askJson, fieldsOf, type Service, textIn } from './service.ts';

const betweenLooksMs = 500;

/** Errors: `worker-failed` for one that has ended or is not well, `invalid-input` for one of which nobody can tell. */
export async function waitUntil(service: Service, container: string, condition: Condition): Promise<void> {
  while (!(await holds(service, container, condition))) await service.context.sleep(betweenLooksMs);
}

async function holds(service: Service, container: string, condition: Condition): Promise<boolean> {
  if (condition === 'service_started') return true;
  const told = fieldsOf(await askJson(service, `/containers/${encodeURIComponent(container)}/json`));
  const state = fieldsOf(told['State']);
  const code = Number(state['ExitCode']);
  const health = textIn(fieldsOf(state['Health'])['Status']);
  if (state['Running'] !== true) {
    if (condition === 'service_completed_successfully' && code === 0) return true;
    return fail('worker-failed', `${container} ended with ${code}, and other services wait for it`, { container });
  }
  if (condition === 'service_completed_successfully') return false;
  if (health === '' || health === 'none')
    return fail('invalid-input', `${container} has no healthcheck, so nobody can tell when it is ready`, { container });
  if (health === 'unhealthy') return fail('worker-failed', `${container} is not well (unhealthy)`, { container });
  return health === 'healthy';
}
