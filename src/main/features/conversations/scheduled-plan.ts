import type { Message } from '../../../contract/conversations.ts';
import type { Plan, PlanSource, Proposal, TaskPreview } from '../../../contract/plan.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { Schedule, TimePreview } from '../../../contract/schedules.ts';
import type { TimedSentence } from '../../../contract/time/read-time-words.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Answers } from './answers.ts';
import type { ConversationStore } from './store.ts';
import { stepLines, type WantedSchedule, wordsToSchedule } from './held-plan.ts';

/** Sentences that say when something is to be done. */
export type Scheduling = {
  /** The zone in which times are shown. */
  zone: () => string;
  read: (text: string) => TimedSentence | undefined;
  preview: (time: ScheduleTime) => Promise<TimePreview>;
  /** Starts what waits for these words; gives what that is called. */
  said: (text: string) => Promise<string[]>;
  add: (wanted: ScheduledPlan) => Promise<Schedule>;
};

export type ScheduledPlan = WantedSchedule & {
  baseFolder: string | undefined;
  conversationId: string;
  plan: Plan;
  by: PlanSource;
};

export type ScheduledPlanParts = {
  log: EventLog;
  answers: Pick<Answers, 'say'>;
  store: Pick<ConversationStore, 'get'>;
  scheduling?: Scheduling | undefined;
};

export function createScheduledPlans({ log, answers, store, scheduling }: ScheduledPlanParts) {
  return {
    /** Whether the words start something: then they are not planned. What others say on a channel starts nothing. */
    start: async ({ id, conversationId, text }: Message): Promise<boolean> => {
      if (store.get(conversationId)?.channel) return false;
      const started = (await scheduling?.said(text)) ?? [];
      if (started.length === 0) return false;
      const names = started.map((title) => `**${title}**`).join(' and ');
      await answers.say(conversationId, id, { text: `Started ${names}.` });
      return true;
    },
    /** Shows a plan that is to start by itself, if the sentence says when; whether it did. */
    propose: async (
      { id, conversationId, text }: Message,
      makePlan: (text: string) => Promise<Proposal>,
    ): Promise<boolean> => {
      const timed = scheduling?.read(text);
      if (!timed || !scheduling) return false;
      const proposal = await makePlan(timed.rest);
      if (proposal.kind === 'help') return false;
      const shown = await scheduling.preview(timed.time);
      if (shown.problem !== undefined) {
        await answers.say(conversationId, id, { text: `I cannot schedule that: ${shown.problem}.` });
        return true;
      }
      const { plan, by, preview, thinking } = proposal;
      const schedule = { time: timed.time, text: timed.rest };
      const payload = { text, plan, by, isHeld: true as const, schedule };
      await log.append([{ type: 'plan.proposed', payload, scope: { conversationId }, causedBy: id }]);
      const said = { text: scheduleText(plan, preview, shown), nearPhrases: wordsToSchedule };
      await answers.say(conversationId, id, thinking ? { ...said, thinking } : said);
      return true;
    },
    add: async (
      { id, conversationId }: Message,
      { time, text, baseFolder, plan, by }: Omit<ScheduledPlan, 'conversationId'>,
    ): Promise<void> => {
      const made = await scheduling?.add({ time, text, baseFolder, conversationId, plan, by });
      if (made) await answers.say(conversationId, id, { text: scheduledText(made, scheduling?.zone() ?? 'UTC') });
    },
  };
}

/** A plan that is to start by itself, in words: when, and what each step does. */
function scheduleText({ title, tasks }: Plan, preview: readonly TaskPreview[], time: TimePreview): string {
  const { words = '', cron, zone, next } = time;
  const first = next.map((at) => `- ${momentText(at, zone)}`).join('\n');
  const when = next.length === 0 ? '' : `\n\nThe next times (${zone}):\n\n${first}`;
  const [asCron, steps] = [cron === undefined ? '' : ` (\`${cron}\`)`, stepLines(tasks, preview)];
  return `**${title}** would start by itself **${words}**${asCron}.${when}\n\nEach time it would:\n\n${steps}\n\nIt may then only do what was allowed before, and waits in the inbox for the rest. Say “schedule it”, or “leave it”.`;
}

function scheduledText({ title, words, next }: Schedule, zone: string): string {
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
