import type { ScheduleDefinition, ScheduleWork } from '../../../contract/schedules.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { ClockworkParts } from './clockwork.ts';
import type { OutsideParts } from './outside.ts';
import type { PollParts } from './polls.ts';
import type { PollTime } from './read-poll.ts';
import type { MadePlan, ScheduleStore } from './store.ts';

export type ScheduleParts = Omit<ClockworkParts, 'events'> &
  Pick<OutsideParts, 'ignored' | 'changesOf'> &
  Pick<PollParts, 'look' | 'lookOf' | 'evaluate'> & {
    store: ScheduleStore;
    events: EventLog;
    makeId: MakeId;
    /** A plan for a sentence. Errors: `invalid-plan` with what it is not understood for. */
    plan: (work: Extract<ScheduleWork, { kind: 'sentence' }>) => Promise<MadePlan>;
    /** What a workflow or a template is called. Errors: `not-found`, `invalid-plan`. */
    nameOf: (work: Exclude<ScheduleWork, { kind: 'sentence' | 'heartbeat' }>) => string;
    /** An absolute path of one as a person writes it. Errors: `invalid-input` for no folder, or one that is not to be watched. */
    watchable: (folder: string) => string;
    /** Errors: `invalid-input` for what cannot be polled, with the field. */
    pollable: (time: PollTime) => Promise<PollTime>;
    /** Takes the values of secrets out of what is kept. */
    scrub: (definition: ScheduleDefinition) => ScheduleDefinition;
  };
