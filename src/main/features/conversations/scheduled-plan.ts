import type { Plan, PlanSource, TaskPreview } from '../../../contract/plan.ts';
import type { ScheduleTime } from '../../../contract/schedule-time.ts';
import type { Schedule, TimePreview } from '../../../contract/schedules.ts';
import type { TimedSentence } from '../../../contract/read-time-words.ts';
import { stepLines } from './held-plan.ts';

/** What is to start by itself, as it was said. */
export type WantedSchedule = { time: ScheduleTime; text: string };

/** Sentences that say when something is to be done. */
export type Scheduling = {
  /** The zone in which times are shown. */
  zone: () => string;
  read: (text: string) => TimedSentence | undefined;
  preview: (time: ScheduleTime) => Promise<TimePreview>;
  add: (wanted: {
    time: ScheduleTime;
    text: string;
    baseFolder: string | undefined;
    conversationId: string;
    plan: Plan;
    by: PlanSource;
  }) => Promise<Schedule>;
};

/** What can be said to a schedule that is shown first. */
export const wordsToSchedule = ['Schedule it', 'Leave it'];

/** A plan that is to start by itself, in words: when, and what each step does. */
export function scheduleText({ title }: Plan, preview: readonly TaskPreview[], time: TimePreview): string {
  const { words = '', cron, zone, next } = time;
  const first = next.map((at) => `- ${momentText(at, zone)}`).join('\n');
  const when = next.length === 0 ? '' : `\n\nThe next times (${zone}):\n\n${first}`;
  const [asCron, steps] = [cron === undefined ? '' : ` (\`${cron}\`)`, stepLines(preview)];
  return `**${title}** would start by itself **${words}**${asCron}.${when}\n\nEach time it would:\n\n${steps}\n\nIt may then only do what was allowed before, and waits in the inbox for the rest. Say “schedule it”, or “leave it”.`;
}

export function scheduledText({ title, words, next }: Schedule, zone: string): string {
  const [first] = next;
  const soon = first === undefined ? '' : ` The next time is ${momentText(first, zone)}.`;
  return `Done: **${title}** starts by itself ${words}.${soon} It is listed under Schedules; what its runs say comes here.`;
}

/** `Fri 27 Nov 2026, 09:00`. */
function momentText(at: number, zone: string): string {
  const parts = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const day = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: zone }).format(at).replace(',', '');
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const;
  const seconds = at % 60_000 === 0 ? {} : { second: '2-digit' as const };
  return `${day}, ${new Intl.DateTimeFormat('en-GB', { ...clock, ...seconds }).format(at)}`;
}
