import { expect, test } from 'vitest';
import { mayBeOfReminders, setsReminder } from '../../../contract/time/reminder-words.ts';
import { callManifest } from '../calls/manifest.ts';
import { bundledCatalogue, catalogueOf } from '../plans/fixtures/bundled-catalogue.ts';
import { planSentence } from '../plans/fixtures/plan-sentence.ts';
import { reminderManifest } from './manifest.ts';

const own = catalogueOf([callManifest(), reminderManifest()]);
const bundled = bundledCatalogue();
const catalogue = {
  actions: () => [...own.actions(), ...bundled.actions()],
  action: (ref: string) => own.action(ref) ?? bundled.action(ref),
};

const understood = async (text: string) => {
  const { plan } = await planSentence(text, { catalogue, present: ['/base/notes'] });
  return plan?.tasks.map((task) => ('action' in task ? [task.action, task.input] : []));
};

test.each([
  ['remind me in 10 minutes to take the bread out', 'in 10 minutes', 'take the bread out'],
  ['remind me to take the bread out in ten minutes', 'in ten minutes', 'take the bread out'],
  ['Remind me at five to call mum.', 'at five', 'call mum'],
  ['remind me at ten to five', 'at ten to five', ''],
  ['remind me at a quarter to five to call mum and dad', 'at a quarter to five', 'call mum and dad'],
  ['remind me tomorrow at nine that the rent is due', 'tomorrow at nine', 'the rent is due'],
  ['remind me about the rent tomorrow at nine', 'tomorrow at nine', 'the rent'],
  ['in half an hour remind me to stretch', 'in half an hour', 'stretch'],
  ['hey heron, remind me on Monday at half past seven to go running', 'on Monday at half past seven', 'go running'],
  ['remind me every day at 8 to take my pills', 'every day at 8', 'take my pills'],
  ['set a reminder for 5 p.m. to leave', '5 p.m', 'leave'],
  ['remind me in an hour and a half please', 'in an hour and a half', ''],
  ['remind me at 9 to add 1 and 2', 'at 9', 'add 1 and 2'],
])('“%s” reminds %j of %j [MM-08]', async (text, when, about) => {
  expect(await understood(text)).toEqual([['reminder.set', { when, text: about }]]);
});

test.each([
  ['set a timer for 5 minutes', 'timer', { duration: '5 minutes', text: '' }],
  ['start a timer of an hour and a half', 'timer', { duration: 'an hour and a half', text: '' }],
  ['set a ten minute timer', 'timer', { duration: 'ten minute', text: '' }],
  ['set a timer for ten minutes for the pasta', 'timer', { duration: 'ten minutes', text: 'the pasta' }],
  ['timer for 90 seconds', 'timer', { duration: '90 seconds', text: '' }],
  ['wake me at 7', 'wake', { when: 'at 7' }],
  ['wake me up tomorrow at half past six', 'wake', { when: 'tomorrow at half past six' }],
  ['set an alarm for seven', 'wake', { when: 'seven' }],
  ['what reminders do I have', 'list', {}],
  ['what reminders do I have?', 'list', {}],
  ['list my timers', 'list', {}],
  ['how much time is left on the timer', 'list', {}],
  ['cancel the reminder', 'cancel', { sort: 'reminder', text: '', all: false }],
  ['stop the timer', 'cancel', { sort: 'timer', text: '', all: false }],
  ['turn off the alarm', 'cancel', { sort: 'alarm', text: '', all: false }],
  ['delete the reminder about the rent', 'cancel', { sort: 'reminder', text: 'the rent', all: false }],
  ['cancel all my timers', 'cancel', { sort: 'timer', text: '', all: true }],
  ['clear my reminders', 'cancel', { sort: 'reminder', text: '', all: true }],
])('“%s” is reminder.%s', async (text, action, input) => {
  expect(await understood(text)).toEqual([[`reminder.${action}`, input]]);
  expect(mayBeOfReminders(text)).toBe(true);
});

test('beside other work a reminder is a step of its own', async () => {
  expect(await understood('zip the folder notes and remind me tomorrow at nine to send it')).toMatchObject([
    ['archive.create', { source: '/base/notes' }],
    ['reminder.set', { when: 'tomorrow at nine', text: 'send it' }],
  ]);
});

test.each(['zip the folder alarms', 'call me at 9', 'every day at 9 zip the folder timers', 'what time is it'])(
  '“%s” has nothing to do with reminders',
  (text) => {
    expect(setsReminder(text)).toBe(false);
  },
);
