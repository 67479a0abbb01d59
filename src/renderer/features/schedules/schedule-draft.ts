import type { JsonObject } from '../../../contract/json.ts';
import type { Schedule, ScheduleDefinition, ScheduleWork } from '../../../contract/schedules.ts';
import type { MissedPolicy, OverlapPolicy, ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { type PollDraft, pollDraftOf } from './poll-draft.ts';
import { t } from '../../../words/words.ts';

/** A schedule as it is written in the form. */
export type ScheduleDraft = {
  title: string;
  /** `sentence`, `heartbeat`, `workflow:<id>` or `template:<name>`. */
  what: string;
  sentence: string;
  /** Of a heartbeat: empty for the whole day, and whether it is quiet while nothing happens. */
  hours: { from: string; to: string };
  always: boolean;
  /** Of a workflow or a template, as JSON. */
  input: string;
  words: string;
  /** Instead of words: it waits for something new. */
  poll: PollDraft | undefined;
  /** Empty: that of this machine. */
  zone: string;
  missed: MissedPolicy;
  overlap: OverlapPolicy;
  results: ScheduleDefinition['results'];
};

export function draftOf(schedule: Schedule | undefined, workflowId?: string): ScheduleDraft {
  const empty: ScheduleDraft = {
    ...{ title: '', what: workflowId === undefined ? 'sentence' : `workflow:${workflowId}` },
    ...{ sentence: '', input: '', words: 'every weekday at 09:00', zone: '' },
    ...{ poll: undefined, hours: { from: '', to: '' }, always: false },
    ...{ missed: 'once', overlap: 'merge', results: { to: 'own' } },
  };
  if (!schedule) return empty;
  const { title, work, time, words, missed, overlap, results } = schedule;
  const zone = time.kind === 'cron' ? (time.zone ?? '') : '';
  const poll = time.kind === 'poll' ? pollDraftOf(time) : undefined;
  const draft = { ...empty, title, missed, overlap, results, zone, poll, words: plainWords(time, words) };
  if (work.kind === 'sentence') return { ...draft, sentence: work.text };
  if (work.kind === 'heartbeat') {
    return { ...draft, what: 'heartbeat', hours: work.hours ?? empty.hours, always: work.always };
  }
  const input = Object.keys(work.input).length === 0 ? '' : JSON.stringify(work.input, null, 2);
  const what = work.kind === 'workflow' ? `workflow:${work.workflowId}` : `template:${work.name}`;
  return { ...draft, what, input };
}

/** The zone stands in a field of its own; what has no words is written as a cron. */
function plainWords(time: ScheduleTime, words: string): string {
  if (time.kind !== 'cron') return words;
  const plain = time.zone === undefined ? words : words.slice(0, -` in ${time.zone}`.length);
  return plain.startsWith('at the times of ') ? time.cron : plain;
}

/** What the form means; or what is wrong in which of its fields. `time` is what the words were read as. */
export function definitionOf(
  draft: ScheduleDraft,
  time: ScheduleTime,
  before: Schedule | undefined,
): { definition: ScheduleDefinition } | { field: 'sentence' | 'input' | 'hours'; problem: string } {
  const { title, missed, overlap, results } = draft;
  const input = readInput(draft.input);
  if (!input) return { field: 'input', problem: t('This is no JSON object') };
  if (draft.what === 'sentence' && draft.sentence.trim() === '') {
    return { field: 'sentence', problem: t('Say what is to be done') };
  }
  if (draft.what === 'heartbeat' && (draft.hours.from === '') !== (draft.hours.to === '')) {
    return { field: 'hours', problem: t('Give both, or neither for the whole day') };
  }
  return {
    definition: {
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      ...{ work: workOf(draft, input, before), time: timeOf(draft, time, before), missed, overlap, results },
    },
  };
}

function workOf(
  { what, sentence, hours, always }: ScheduleDraft,
  input: JsonObject,
  before: Schedule | undefined,
): ScheduleWork {
  const [kind = '', ...rest] = what.split(':');
  const name = rest.join(':');
  if (kind === 'heartbeat') return { kind, always, ...(hours.from === '' ? {} : { hours }) };
  if (kind === 'workflow') return { kind, workflowId: name, input };
  if (kind === 'template') return { kind, name, input };
  const baseFolder = before?.work.kind === 'sentence' ? before.work.baseFolder : undefined;
  return { kind: 'sentence', text: sentence.trim(), ...(baseFolder === undefined ? {} : { baseFolder }) };
}

function timeOf({ words, zone }: ScheduleDraft, time: ScheduleTime, before: Schedule | undefined): ScheduleTime {
  // What no words say, like how long files must be quiet, stays as it was.
  if (time.kind === 'poll') return time;
  if (before && before.time.kind === time.kind && draftOf(before).words === words && time.kind !== 'cron') {
    return before.time;
  }
  return time.kind === 'cron' && zone !== '' ? { ...time, zone } : time;
}

function readInput(text: string): JsonObject | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
