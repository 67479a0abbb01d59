import { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { readField } from '../read-field.ts';
import { UsageError } from '../usage-error.ts';

export type PollOptions = { ask: string[]; items?: string; key?: string; every?: string };

/** What `--poll` names: a trigger that a worker offers, else an action. Errors: `UsageError` for a wrong option. */
export async function readPollTime(client: EngineClient, name: string, options: PollOptions): Promise<ScheduleTime> {
  const [workerId = '', own = ''] = name.split('.');
  const worker = (await client.workers.list({})).find(({ id }) => id === workerId);
  const trigger = worker?.manifest?.triggers[own];
  const { ask, items = trigger?.items, key = trigger?.key, every } = options;
  const everyMs = every === undefined ? (trigger?.everySeconds ?? 300) * 1000 : Number(every) * 1000;
  const { data, error } = ScheduleTime.safeParse({
    ...{ kind: 'poll', everyMs },
    action: trigger ? `${workerId}.${trigger.action}` : name,
    input: { ...trigger?.input, ...Object.fromEntries(ask.map(readField)) },
    ...(items === undefined ? {} : { items }),
    ...(key === undefined ? {} : { key }),
    ...(trigger ? { means: trigger.means } : {}),
  });
  if (data) return data;
  const [issue] = error.issues;
  throw new UsageError(`${optionOf[String(issue?.path[0])] ?? '--poll'}: ${issue?.message ?? 'cannot be read'}`);
}

const optionOf: Record<string, string> = { everyMs: '--every', items: '--items', key: '--key', input: '--ask' };
