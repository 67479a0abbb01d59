import { isLasting } from '../../../contract/manifest.ts';
import type { Occurrence, Schedule, ScheduleAlarm } from '../../../contract/schedules.ts';
import { durationWords } from '../../../contract/time/time-words.ts';
import { printable, printableLine } from '../../base/printable.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import type { EngineAccess } from '../engine-access.ts';
import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { tableLines, timeText } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

type AsJson = { json?: boolean };

/** `heron schedules`: what starts by itself. */
export function listSchedules({ terminal, openEngine }: CommandParts, { json }: AsJson): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const schedules = await client.schedules.list();
    if (json) terminal.out(JSON.stringify(schedules));
    else if (schedules.length === 0) terminal.err('Nothing starts by itself; heron schedules add makes a schedule');
    else {
      for (const line of tableLines(schedules.map(rowOf))) terminal.out(line);
      for (const schedule of schedules) for (const line of noteLines(schedule)) terminal.err(line);
    }
    return exitCode.completed;
  });
}

/** `heron schedules show <schedule>` */
export function showSchedule(
  parts: CommandParts,
  name: string,
  { json, limit }: AsJson & { limit: number },
): Promise<number> {
  const { terminal } = parts;
  return withSchedule(parts, name, async (client, schedule) => {
    const occurrences = await client.schedules.occurrences({ scheduleId: schedule.id, limit });
    if (json) terminal.out(JSON.stringify({ ...schedule, occurrences }));
    else {
      terminal.out(printableLine(schedule.title));
      terminal.out(printableLine(`${schedule.id}  ${schedule.words}${schedule.isPaused ? ', paused' : ''}`));
      if (schedule.time.kind === 'cron') terminal.out(`cron  ${schedule.time.cron}`);
      terminal.out(`what was missed: ${schedule.missed}; while a run goes on: ${schedule.overlap}`);
      for (const at of schedule.next) terminal.out(`next  ${timeText(at)}`);
      for (const line of tableLines(occurrences.map(occurrenceRow))) terminal.out(line);
      for (const line of noteLines(schedule)) terminal.err(line);
    }
    return exitCode.completed;
  });
}

/** `heron schedules next <schedule or time>` */
export function nextOfSchedule(parts: CommandParts, text: string, { json }: AsJson): Promise<number> {
  const { terminal, openEngine } = parts;
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const known = (await client.schedules.list()).find(({ id, title }) => id === text || title === text);
    const preview = known ?? (await client.schedules.preview({ text }));
    if (json) terminal.out(JSON.stringify({ words: preview.words, next: preview.next }));
    else if (preview.words === undefined) throw new UsageError(preview.problem ?? `${text}: no schedule and no time`);
    else {
      terminal.err(printableLine(preview.words));
      for (const at of preview.next) terminal.out(timeText(at));
      if (preview.next.length === 0) terminal.err('No next time is known');
    }
    return exitCode.completed;
  });
}

/** `heron schedules pause|resume|remove <schedule>` */
export function changeSchedule(
  parts: CommandParts,
  name: string,
  change: 'pause' | 'resume' | 'remove',
): Promise<number> {
  const done = { pause: 'is paused', resume: 'goes on', remove: 'is removed' };
  return withSchedule(parts, name, async (client, { id, title }) => {
    await client.schedules[change]({ scheduleId: id });
    parts.terminal.err(printableLine(`“${title}” ${done[change]}`));
    return exitCode.completed;
  });
}

/** `heron schedules run <schedule>` */
export function runSchedule(parts: CommandParts, name: string, { json }: AsJson): Promise<number> {
  const { terminal } = parts;
  return withSchedule(parts, name, async (client, schedule, engine) => {
    const { runId } = await client.schedules.run({ scheduleId: schedule.id });
    const { plan } = await client.runs.get({ runId });
    const { preview } = await client.plans.validate({ plan });
    return followRun({
      ...{ terminal, engine, runId, plan, json: json === true, isAttended: terminal.isAttended },
      titles: new Map(preview.map(({ taskId, title }) => [taskId, title])),
      lasting: new Set(preview.filter(isLasting).map(({ taskId }) => taskId)),
    });
  });
}

function rowOf({ id, title, words, isPaused, next, last }: Schedule): string[] {
  const [first] = next;
  const soon = isPaused ? 'paused' : first === undefined ? '' : `next ${timeText(first)}`;
  return [id, title, words, soon, last ? `${statusText(last)} ${timeText(last.at)}` : 'not yet'];
}

function occurrenceRow(occurrence: Occurrence): string[] {
  const { at, until, run, reason } = occurrence;
  const when = until === undefined ? timeText(at) : `${timeText(at)} to ${timeText(until)}`;
  return [when, statusText(occurrence), run?.runId ?? printableLine(reason ?? '')];
}

function statusText({ status, run }: Occurrence): string {
  return run?.status === undefined ? status : `${status}, ${run.status}`;
}

function noteLines({ title, problem, alarms }: Schedule): string[] {
  const notes = [...(problem === undefined ? [] : [problem]), ...alarms.map(alarmText)];
  return notes.map((note) => printable(`${title}: ${note}`));
}

function alarmText(alarm: ScheduleAlarm): string {
  if (alarm.kind === 'asking')
    return `${alarm.count} missed since ${timeText(alarm.since)}; say in the window what becomes of them`;
  if (alarm.kind === 'failed') return `failed ${timeText(alarm.at)}: ${alarm.message}`;
  return `silent since ${timeText(alarm.since)}, and usually no longer than ${durationWords(alarm.normMs)}`;
}

/** By its id, or its title where one has it. */
function withSchedule(
  { openEngine }: CommandParts,
  name: string,
  use: (client: EngineClient, schedule: Schedule, engine: EngineAccess) => Promise<number>,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const found = (await client.schedules.list()).filter(({ id, title }) => id === name || title === name);
    const [schedule, ...more] = found;
    if (!schedule) throw new UsageError(`There is no schedule ${name}; heron schedules lists them`);
    if (more.length > 0) {
      throw new UsageError(`${found.length} schedules are called ${name}: ${found.map(({ id }) => id).join(', ')}`);
    }
    return use(client, schedule, engine);
  });
}
