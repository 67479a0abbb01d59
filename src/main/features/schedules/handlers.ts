import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import { mustBeItsOwn } from './of-workflows.ts';
import type { ScheduleService } from './service.ts';

const api = implement(contract.schedules);

export function scheduleHandlers(schedules: ScheduleService) {
  return {
    list: api.list.handler(() => schedules.list()),
    get: api.get.handler(({ input }) => schedules.get(input.scheduleId)),
    add: api.add.handler(({ input }) => {
      mustBeItsOwn(input);
      return schedules.add(input);
    }),
    change: api.change.handler(async ({ input }) => {
      mustBeItsOwn(await schedules.get(input.scheduleId));
      mustBeItsOwn(input.definition);
      return schedules.change(input.scheduleId, input.definition);
    }),
    pause: api.pause.handler(({ input }) => schedules.pause(input.scheduleId)),
    resume: api.resume.handler(({ input }) => schedules.resume(input.scheduleId)),
    remove: api.remove.handler(async ({ input }) => {
      mustBeItsOwn(await schedules.get(input.scheduleId));
      await schedules.remove(input.scheduleId);
      return {};
    }),
    recover: api.recover.handler(({ input }) => schedules.recover(input.scheduleId)),
    press: api.press.handler(async ({ input }) => ({ titles: await schedules.press(input.keys) })),
    run: api.run.handler(async ({ input }) => ({ runId: await schedules.run(input.scheduleId) })),
    occurrences: api.occurrences.handler(({ input }) =>
      schedules.occurrences(input.scheduleId, input.limit, input.before),
    ),
    answer: api.answer.handler(async ({ input }) => {
      await schedules.answer(input.scheduleId, input.answer);
      return {};
    }),
    seen: api.seen.handler(async ({ input }) => {
      await schedules.seen(input.scheduleId);
      return {};
    }),
    preview: api.preview.handler(({ input }) => schedules.preview(input)),
  };
}
