import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyEvent } from '../../contract/events.ts';
import type { OccurrenceCause } from '../../contract/schedules.ts';
import { HeronError, systemCode } from '../base/errors.ts';
import { machineZone } from '../base/machine-zone.ts';
import type { RunService } from '../features/runs/service.ts';
import { checklistOf, type HeartbeatWork, isNews, whyNoHeartbeat } from '../features/schedules/heartbeat.ts';
import { NotNow } from '../features/schedules/not-now.ts';
import type { ScheduleStore, StoredSchedule } from '../features/schedules/store.ts';
import type { Ground } from './ground.ts';

type Parts = { runs: Pick<RunService, 'get' | 'list'>; hasModel: () => boolean };
type Where = { conversationId: string | undefined; cause: OccurrenceCause };

/** Looked at for news; where there is more, there is some. */
const mostEvents = 500;

/** The checklist of a heartbeat that is due. Errors: `NotNow` where no model is to be asked. */
export function createHeartbeatList(ground: Ground, { runs, hasModel }: Parts, store: ScheduleStore) {
  const { clock, paths, events } = ground;

  async function readChecklist(): Promise<string | undefined> {
    try {
      return (await readFile(join(paths.prompts, 'HEARTBEAT.md'), 'utf8')).trim();
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw new HeronError('storage', `HEARTBEAT.md cannot be read: ${(error as Error).message}`);
    }
  }

  function hasNewsSince(runId: string): boolean {
    const ended = events.last('run.completed', { runId })?.seq;
    // One that did not end well is tried again.
    if (ended === undefined) return true;
    const since = events.list({ after: ended, limit: mostEvents });
    return since.length === mostEvents || since.some((event) => isNews(event, runId) && !isOfNobody(event));
  }

  /** Looks whether there is something new, and other heartbeats, are no news. */
  function isOfNobody({ scope: { runId } }: AnyEvent): boolean {
    const trigger = runId === undefined ? undefined : events.last('run.created', { runId })?.payload.trigger;
    return trigger?.kind === 'poll' || trigger?.isHeartbeat === true;
  }

  function lastOf({ id }: StoredSchedule): { checklist: string; hasNews: boolean } | undefined {
    const runId = store.latest(id)?.run?.runId;
    if (runId === undefined) return undefined;
    try {
      return { checklist: checklistOf(runs.get(runId).plan), hasNews: hasNewsSince(runId) };
    } catch (error) {
      // It was pruned.
      if (error instanceof HeronError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  return async (schedule: StoredSchedule, work: HeartbeatWork, { conversationId, cause }: Where): Promise<string> => {
    const checklist = await readChecklist();
    const isBusy =
      conversationId !== undefined &&
      (['running', 'waiting'] as const).some((status) => runs.list({ conversationId, status, limit: 1 }).length > 0);
    const why = whyNoHeartbeat(work, {
      ...{ now: clock(), zone: machineZone(), checklist, hasModel: hasModel(), isBusy },
      ...{ last: lastOf(schedule), isWanted: cause === 'person' },
    });
    if (why !== undefined || checklist === undefined) throw new NotNow(why ?? 'there is no checklist');
    return checklist;
  };
}
