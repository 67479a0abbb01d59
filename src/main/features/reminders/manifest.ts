import { once } from '../../base/once.ts';
import { ownManifest } from '../../base/own-manifest.ts';

export const reminderSorts = ['reminder', 'timer', 'alarm'] as const;
export type ReminderSort = (typeof reminderSorts)[number];

const said = { type: 'string', description: 'What was done, in words' };
const told = {
  output: { type: 'object', properties: { text: said }, required: ['text'], additionalProperties: false },
  result: 'text',
  says: '{{ output.text }}',
  class: 'cpu',
  cost: { time: 'instant' },
};

const when = {
  type: 'string',
  format: 'time-words',
  minLength: 2,
  maxLength: 200,
  description: 'When, in words: “in 10 minutes”, “at half past seven”, “tomorrow at 9”, “every day at 8”',
};
const text = { type: 'string', maxLength: 500, default: '', description: 'What it is about' };

function takes(properties: Record<string, Record<string, unknown>>, required: string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false };
}

const about = '(to|that|about|of|for) {text}';
const ends = '(cancel|stop|delete|remove|clear|forget|turn off)';

/** “The reminder” is the newest of its sort, “my reminders” are all of them. */
const endingPhrases = reminderSorts.flatMap((sort) => [
  { text: `${ends} (the|my|that|this|a) [last] ${sort}`, input: { sort } },
  { text: `${ends} (the|my|that|this) ${sort} ${about}`, input: { sort } },
  { text: `${ends} [all] [of] (the|my) ${sort}s`, input: { sort, all: true } },
  { text: `${ends} all ${sort}s`, input: { sort, all: true } },
]);

const asked = {
  set: {
    title: 'Remind you',
    description: 'Calls the person at a time and says what they wanted to be reminded of.',
    input: takes({ when, text }, ['when']),
    ...{ ...told, risk: 'reversible', repeatable: false },
    phrases: [
      `remind me {when} [${about}]`,
      `remind me ${about} {when}`,
      `{when} remind me ${about}`,
      `(set|make|add|create) (a|another) reminder [for] {when} [${about}]`,
    ],
  },
  wake: {
    title: 'Wake you',
    description: 'Calls the person at a time of day; a bare hour is that of the morning.',
    input: takes({ when }, ['when']),
    ...{ ...told, risk: 'reversible', repeatable: false },
    phrases: ['wake me [up] {when}', '(set|make) (an|the|my|another) alarm [for] {when}', '{when} wake me up'],
  },
  timer: {
    title: 'Set a timer',
    description: 'Calls the person when a while is over.',
    input: takes(
      {
        duration: {
          ...{ type: 'string', format: 'duration-words', minLength: 2, maxLength: 100 },
          description: 'How long, in words: “5 minutes”, “an hour and a half”',
        },
        text,
      },
      ['duration'],
    ),
    ...{ ...told, risk: 'reversible', repeatable: false },
    phrases: [
      '(set|start|make) (a|another|the) timer (for|of|to) {duration} [(for|called) {text}]',
      '(set|start|make) (a|an|another) {duration} timer [(for|called) {text}]',
      '[a] timer (for|of) {duration}',
    ],
  },
};

const kept = {
  list: {
    title: 'List reminders',
    description: 'Reminders, timers and alarms that are still to come, the next one first.',
    input: takes({}),
    ...{ ...told, risk: 'read', repeatable: true },
    phrases: [
      '(what|which|how many) (reminders|timers|alarms) (do I have|are there|are set)',
      'what are my (reminders|timers|alarms)',
      'do I have [any] (reminders|timers|alarms)',
      '(list|show [me]) [all] [(the|my)] (reminders|timers|alarms)',
      'how (long|much time) is left [(on|of) (the|my) timer]',
      'when is my (next|first) (reminder|timer|alarm)',
    ],
  },
  cancel: {
    title: 'Cancel a reminder',
    description:
      'Takes back the newest reminder, one about something, or all of a sort. One that rings, rings no more.',
    input: takes({
      sort: { type: 'string', enum: [...reminderSorts], default: 'reminder', description: 'What is taken back' },
      text,
      all: { type: 'boolean', default: false, description: 'All of the sort' },
    }),
    ...{ ...told, risk: 'reversible', repeatable: false },
    phrases: endingPhrases,
  },
};

/** Reminders are one-time schedules that call the person; the engine does it itself. */
export const reminderManifest = once(() =>
  ownManifest({
    ...{ id: 'reminder', version: '1.0.0', name: 'Reminders' },
    description: 'Reminds you at a time, wakes you and counts down: Heron calls you then.',
    ...{ engines: { heron: '*' }, tier: 'node', entry: 'none' },
    trust: { trustedSource: true, sensitive: false, trustedSink: true },
    limits: { memoryMb: 64, cpuMs: 60_000, wallMs: 60_000 },
    actions: {
      ...asked,
      ...kept,
    },
  }),
);
