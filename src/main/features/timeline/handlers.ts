import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { TimelineService } from './service.ts';

const api = implement(contract.timeline);

export function timelineHandlers(timeline: TimelineService) {
  return {
    tasks: api.tasks.handler(({ input }) => timeline.tasks(input.runId, input.paths)),
    task: api.task.handler(({ input }) => timeline.task(input.runId, input.path)),
    value: api.value.handler(({ input: { runId, ...piece } }) => timeline.value(runId, piece)),
    find: api.find.handler(({ input: { runId, ...wanted } }) => timeline.find(runId, wanted)),
    activity: api.activity.handler(({ input }) => timeline.activity(input.runId, input.parts)),
    moments: api.moments.handler(({ input }) => timeline.moments(input.runId, input.limit)),
    moment: api.moment.handler(({ input: { runId, ...time } }) => timeline.moment(runId, time)),
  };
}
