import { z } from 'zod';
import { HotKeys, SaidPhrase } from '../hot-keys.ts';
import { ActionRef } from '../ids.ts';
import { JsonObject } from '../json.ts';
import { strictObject } from '../strict-object.ts';
import { isZone } from './zoned-time.ts';

const clockField = String.raw`[\d*,/-]+`;
const dayField = String.raw`(?:[\d*?,/#+LW-]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT)+`;

/** Five fields, or six with the seconds first. Whether it ever comes is known by who computes it. */
export const CronText = z
  .string()
  .max(200)
  .regex(
    new RegExp(`^${clockField}( ${clockField}){1,2}( ${dayField}){3}$`, 'i'),
    'expected five or six fields, like 0 9 * * 1-5',
  );

const Zone = z.string().max(100).refine(isZone, 'expected a time zone like Europe/Berlin');

const longestMs = 366 * 86_400_000;

/** How the output of an action is read: as one thing, or as the list that `items` makes of it. */
export const pollReading = () => ({
  /** An expression over `output` that gives a list. */
  items: z.string().min(1).max(2000).optional(),
  /** An expression over `item` by which it is known again; without one it is known by all of it. */
  key: z.string().min(1).max(2000).optional(),
});

/** When something starts by itself. Without a zone a cron means the clock of this machine, wherever that is taken. */
export const ScheduleTime = z.discriminatedUnion('kind', [
  strictObject(() => ({ kind: z.literal('cron'), cron: CronText, zone: Zone.optional() })),
  strictObject(() => ({
    kind: z.literal('interval'),
    everyMs: z.int().min(1000).max(longestMs),
    /** Counted from here; without it from when the schedule was made or changed. */
    from: z.int().optional(),
  })),
  strictObject(() => ({ kind: z.literal('once'), at: z.int() })),
  strictObject(() => ({
    kind: z.literal('files'),
    folder: z.string().min(1).max(4096),
    /** Paths below the folder; without any all files count. */
    globs: z.array(z.string().min(1).max(500)).max(50).default([]),
    /** It starts once nothing has changed for so long. */
    quietMs: z.int().min(100).max(3_600_000).default(2000),
  })),
  strictObject(() => ({ kind: z.literal('event'), event: z.string().max(100) })),
  strictObject(() => ({ kind: z.literal('start') })),
  /** Somebody says it to Heron, typed or spoken; it is planned no further then. */
  strictObject(() => ({ kind: z.literal('said'), phrase: SaidPhrase })),
  /** In the window, and where the app has the keys of the system in any other program. */
  strictObject(() => ({ kind: z.literal('keys'), keys: HotKeys })),
  /** An action that only reads is called again and again; what it gives that it did not give before starts something. */
  strictObject(() => ({
    kind: z.literal('poll'),
    action: ActionRef,
    input: JsonObject.default({}),
    ...pollReading(),
    everyMs: z.int().min(10_000).max(longestMs).default(300_000),
    /** What it waits for, to be said after “when”; without it the action is named. */
    means: z.string().min(1).max(100).optional(),
  })),
]);
export type ScheduleTime = z.infer<typeof ScheduleTime>;

/** What becomes of occurrences whose time passed while Heron could not start them. */
export const MissedPolicy = z.enum(['once', 'all', 'skip', 'ask']);
export type MissedPolicy = z.infer<typeof MissedPolicy>;

/** What becomes of an occurrence while a run of the one before goes on. */
export const OverlapPolicy = z.enum(['merge', 'queue', 'skip']);
export type OverlapPolicy = z.infer<typeof OverlapPolicy>;

/** Events that may start something, and in words when that is. Those of schedules would start themselves. */
export const startingEvents: Record<string, string> = {
  'run.completed': 'a run is done',
  'run.failed': 'a run fails',
  'run.cancelled': 'a run is stopped',
  'permission.requested': 'a permission is asked for',
  'process.ended': 'a background process ends',
  'worker.failed': 'a worker fails',
  'worker.installed': 'a worker is installed',
  'workflow.published': 'a workflow is published',
  'conversation.created': 'a conversation begins',
  'eyes.moved': 'something moves before the camera',
};
