import { heartbeatToken } from '../../../contract/heartbeat.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { ScheduleWork } from '../../../contract/schedules.ts';
import { wallTime } from '../../../contract/time/zoned-time.ts';

export type HeartbeatWork = Extract<ScheduleWork, { kind: 'heartbeat' }>;

/** What is known at the time of a heartbeat. */
export type HeartbeatFacts = {
  now: number;
  zone: string;
  /** HEARTBEAT.md, if there is one. */
  checklist: string | undefined;
  hasModel: boolean;
  /** The conversation it would speak in is being worked on. */
  isBusy: boolean;
  /** The checklist of the last one, and whether anything happened since that ended; undefined if there was none. */
  last: { checklist: string; hasNews: boolean } | undefined;
  /** Somebody wants it now: then it is neither too late nor too soon. */
  isWanted: boolean;
};

/** Why no model is asked this time; undefined: one is. */
export function whyNoHeartbeat({ hours, always }: HeartbeatWork, facts: HeartbeatFacts): string | undefined {
  const { checklist, last } = facts;
  if (checklist === undefined) return 'there is no HEARTBEAT.md among the prompt files';
  if (!hasItems(checklist)) return 'HEARTBEAT.md names nothing to look at';
  if (!facts.hasModel) return 'no model is set up';
  if (facts.isWanted) return undefined;
  if (hours && !isWithin(hours, facts.now, facts.zone)) return `it is not between ${hours.from} and ${hours.to}`;
  if (facts.isBusy) return 'the conversation was being worked on';
  if (!always && last && last.checklist === checklist && !last.hasNews) return 'nothing changed since the last one';
  return undefined;
}

/** Headings, empty list items and comments are nothing to look at. */
export function hasItems(checklist: string): boolean {
  const lines = checklist.replaceAll(/<!--[\s\S]*?-->/g, '').split('\n');
  return lines.some((line) => !/^\s*(#.*|([-*+]|\d+\.)?\s*(\[[ xX]?\])?\s*)$/.test(line));
}

/** The first minute is in it, the last one is not; over midnight where the end is before the beginning. */
export function isWithin({ from, to }: { from: string; to: string }, now: number, zone: string): boolean {
  const { hour, minute } = wallTime(now, zone);
  const at = hour * 60 + minute;
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return start <= end ? at >= start && at < end : at >= start || at < end;
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Something that happened to somebody, and is no part of a heartbeat or of schedules. */
export function isNews({ type, scope }: AnyEvent, heartbeatRun: string): boolean {
  return scope.runId !== heartbeatRun && newsTypes.has(type);
}

const newsTypes = new Set<AnyEvent['type']>([
  'message.added',
  'run.completed',
  'run.failed',
  'run.cancelled',
  'permission.requested',
  'process.ended',
  'workflow.saved',
  'workflow.published',
  'schedule.failed',
  'schedule.silenced',
  'worker.failed',
]);

const goal = `This is a heartbeat: nobody asked for anything just now. Go through the checklist below and keep to it. Do not take up
old tasks from what was said before. If nothing needs the person's attention, answer ${heartbeatToken} and nothing else. Otherwise
say in a few sentences what needs attention, without ${heartbeatToken}.

The checklist, HEARTBEAT.md:

{{ input.checklist }}`;

/** The checklist comes as the plan's input, so that braces in it are no expressions. */
export function heartbeatPlan(title: string, checklist: string): Plan {
  const task = { id: 'heartbeat', title: 'Go through the checklist', agent: { goal, mostSteps: 15 } };
  return { version: 1, title, input: { checklist }, tasks: [task] };
}

export function checklistOf({ input }: Pick<Plan, 'input'>): string {
  const checklist = input?.['checklist'];
  return typeof checklist === 'string' ? checklist : '';
}
