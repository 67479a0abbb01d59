import type { Call } from '../../../contract/calls.ts';
import type { Plan, PlanSource } from '../../../contract/plan.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { Schedule, ScheduleDefinition } from '../../../contract/schedules.ts';
import { readDuration } from '../../../contract/time/spoken-durations.ts';
import { readSpokenTime } from '../../../contract/time/spoken-time.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import { type ReminderSort, reminderSorts } from './manifest.ts';
import { leftWords, whenWords } from './spoken-moment.ts';

export type ReminderParts = {
  /** What starts by itself: a reminder is one of these. */
  schedules: {
    list: () => Promise<Schedule[]>;
    add: (definition: ScheduleDefinition, made: { plan: Plan; by: PlanSource }) => Promise<Schedule>;
    remove: (id: string) => Promise<void>;
  };
  /** The calls that ring, and of which schedule each is. */
  ringing: () => (Pick<Call, 'id' | 'text'> & { scheduleId: string })[];
  decline: (callId: string) => Promise<void>;
  clock: Clock;
  zone: () => string;
};

export type Ending = { sort: ReminderSort; text: string; all: boolean };

/** Each gives what is said of it. `by`: who wants it; what a model came up with keeps to the quiet hours when it rings. */
export type Reminders = {
  /** Errors: `invalid-input` for a time that is over. */
  set(wanted: { when: string; text: string }, by: PlanSource): Promise<string>;
  wake(wanted: { when: string }, by: PlanSource): Promise<string>;
  timer(wanted: { duration: string; text: string }, by: PlanSource): Promise<string>;
  list(): Promise<string>;
  /** Errors: `not-found` where there is none such. */
  cancel(ending: Ending): Promise<string>;
};

type Kept = { time: ScheduleTime; sort: ReminderSort; title: string; says: string };

export function createReminders(parts: ReminderParts): Reminders {
  const { schedules, clock, zone } = parts;

  function timeOf(when: string, isMorning: boolean): ScheduleTime {
    const time = readSpokenTime(when, { now: clock(), zone: zone(), isMorning });
    if (!time) throw new HeronError('invalid-input', `when: “${when}” is no time`, { path: 'when' });
    if (time.kind !== 'once' || time.at > clock()) return time;
    throw new HeronError('invalid-input', `when: “${when}” is over`, { path: 'when' });
  }

  async function keep({ time, sort, title, says }: Kept, by: PlanSource): Promise<string> {
    await tidy(parts);
    // Answered nowhere: a conversation in which it rang would wait until somebody takes the call.
    const results = { to: 'none' as const };
    const work = { kind: 'sentence' as const, text: `call me and say "${says.replaceAll(/["“”]/g, "'")}"` };
    const definition: ScheduleDefinition = { title, work, time, results, missed: 'once', overlap: 'merge' };
    // A reminder says what was said, and computes nothing.
    const input = { text: says.replaceAll('{{', '{ {') };
    await schedules.add(definition, {
      plan: { version: 1, title, tasks: [{ id: sort, action: callAction, input }] },
      by,
    });
    return whenWords(time, clock(), zone());
  }

  return {
    async set({ when, text }, by) {
      const about = text.trim();
      const says = about === '' ? 'You asked me to remind you.' : `Reminder: ${sentence(about)}`;
      const time = timeOf(when, false);
      const at = await keep({ time, sort: 'reminder', title: titled(about, 'Reminder'), says }, by);
      return `I will remind you ${at}.`;
    },
    async wake({ when }, by) {
      const time = timeOf(when, true);
      const at = await keep({ time, sort: 'alarm', title: 'Wake up', says: 'You asked me to wake you.' }, by);
      return `I will wake you ${at}.`;
    },
    async timer({ duration, text }, by) {
      const ms = readDuration(duration);
      if (ms === undefined)
        throw new HeronError('invalid-input', `duration: “${duration}” says not how long`, { path: 'duration' });
      const [about, long] = [text.trim(), leftWords(ms)];
      const time = { kind: 'once' as const, at: clock() + ms };
      const title = about === '' ? `Timer of ${long}` : `Timer of ${long}: ${about}`;
      const says = about === '' ? `Your timer of ${long} is over.` : `Your timer for ${about} is over.`;
      const at = await keep({ time, sort: 'timer', title: title.slice(0, 200), says }, by);
      return `The timer of ${long} runs until ${at.replace(/^at /, '')}.`;
    },
    list: () => listed(parts),
    cancel: (ending) => cancelled(parts, ending),
  };
}

const callAction = 'call.person';

/** A call at a time is a reminder too, however it was asked for. */
function sortOf({ plan, of: trigger }: Schedule): ReminderSort | undefined {
  const [task, ...more] = plan?.tasks ?? [];
  if (!task || more.length > 0 || trigger || !('action' in task) || task.action !== callAction) return undefined;
  return reminderSorts.find((sort) => sort === task.id) ?? 'reminder';
}

/** Those still to come, the next one first. */
async function coming({ schedules }: ReminderParts): Promise<Schedule[]> {
  return (await schedules.list()).filter((each) => sortOf(each) && !isOver(each));
}

function isOver({ time, next, isPaused }: Schedule): boolean {
  return time.kind === 'once' && next.length === 0 && !isPaused;
}

/** What rang and is over needs not be listed for ever. */
async function tidy({ schedules }: ReminderParts): Promise<void> {
  const ended = new Set(['completed', 'failed', 'cancelled']);
  const old = (await schedules.list()).filter(
    (each) => reminderSorts.some((sort) => sort === each.plan?.tasks[0]?.id) && sortOf(each) && isOver(each),
  );
  for (const { id, last } of old) if (ended.has(last?.run?.status ?? '')) await schedules.remove(id);
}

async function listed(parts: ReminderParts): Promise<string> {
  const [all, now] = [await coming(parts), parts.clock()];
  if (all.length === 0) return 'You have no reminders.';
  const lines = all.map((each) => {
    const [first] = each.next;
    const left = sortOf(each) === 'timer' && first !== undefined ? `, ${leftWords(first - now)} left` : '';
    return `${each.title}: ${each.isPaused ? 'paused' : whenWords(each.time, now, parts.zone())}${left}`;
  });
  const [only, second] = lines;
  if (second === undefined) return `${only}.`;
  return lines.map((line) => `- ${line}`).join('\n');
}

async function cancelled(parts: ReminderParts, { sort, text, all }: Ending): Promise<string> {
  const about = text.trim().toLowerCase();
  const known = (await parts.schedules.list()).filter((each) => sortOf(each) === sort);
  const suits = ({ title }: Schedule): boolean => title.toLowerCase().includes(about);
  const ringing = parts
    .ringing()
    .filter(({ scheduleId }) => known.some((each) => each.id === scheduleId && suits(each)));
  const open = known.filter((each) => suits(each) && !isOver(each));
  if (ringing.length > 0 && !all) {
    for (const { id } of ringing) await parts.decline(id);
    return `The ${sort} is off.`;
  }
  const newest = open.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  const gone = all ? newest : newest.slice(0, 1);
  for (const { id } of ringing) await parts.decline(id);
  for (const { id } of gone) await parts.schedules.remove(id);
  if (gone.length + ringing.length === 0) {
    const what = about === '' ? `no ${sort}` : `no ${sort} about “${about}”`;
    throw new HeronError('not-found', `There is ${what}`, { sort });
  }
  return goneText(parts, gone, { sort, left: newest.length - gone.length });
}

function goneText(
  parts: ReminderParts,
  gone: Schedule[],
  { sort, left }: { sort: ReminderSort; left: number },
): string {
  const [only, ...more] = gone;
  if (!only || more.length > 0) return `All ${sort}s are cancelled.`;
  const what = `Cancelled: ${only.title}, ${whenWords(only.time, parts.clock(), parts.zone())}.`;
  return left === 0 ? what : `${what} ${left} more ${left === 1 ? `${sort} is` : `${sort}s are`} left.`;
}

function titled(about: string, otherwise: string): string {
  return about === '' ? otherwise : (about.charAt(0).toUpperCase() + about.slice(1)).slice(0, 200);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
