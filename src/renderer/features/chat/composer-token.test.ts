import { CircleHelp } from 'lucide-react';
import { expect, test } from 'vitest';
import type { Command } from '../../app/commands.ts';
import { readCommand } from './command-line.ts';
import { mentionBefore, tokenAt } from './composer-token.ts';

const commands = ['new', 'stop', 'undo', 'export', 'run'].map((word): Command => ({
  word,
  label: word,
  icon: CircleHelp,
  run: () => undefined,
}));

test.each([
  ['/', { kind: 'command', query: '' }],
  ['/ex', { kind: 'command', query: 'ex' }],
  ['/export ', { kind: 'argument', word: 'export', query: '' }],
  ['/export ma', { kind: 'argument', word: 'export', query: 'ma' }],
  ['/home/ada', undefined],
  ['zip /', undefined],
  ['@', { kind: 'mention', query: '' }],
  ['zip @~/do', { kind: 'mention', query: '~/do' }],
  ['zip @"~/my do', { kind: 'mention', query: '~/my do' }],
  ['mail ada@example', undefined],
  ['zip @archive now', undefined],
])('%j is to be finished as %j', (text, token) => {
  const found = tokenAt(text, text.length);
  if (token) expect(found).toMatchObject(token);
  else expect(found).toBeUndefined();
});

test('a whole mention before the caret is one, and nothing else with @ is', () => {
  const isName = (said: string) => said === 'archive';
  const of = (text: string) => mentionBefore(text, text.length, isName);
  expect(of('zip @archive ')).toEqual({ from: 4, to: 13 });
  expect(of('@"~/my docs" ')).toEqual({ from: 0, to: 13 });
  expect(of('@archive')).toBeUndefined();
  expect(of('@ada ')).toBeUndefined();
});

test('a command is read with what stands after it; a path is none', () => {
  expect(readCommand('/Export  json ', commands)).toMatchObject({ command: { word: 'export' }, argument: 'json' });
  expect(readCommand('/home/ada/x.txt hash this', commands)).toBeUndefined();
  expect(readCommand('new', commands)).toBeUndefined();
});

test.each([
  ['/nwe', ['new']],
  ['/exprt json', ['export']],
  ['/st', ['stop']],
  ['/dance', []],
])('%s is no command, and what comes near is %j', (text, near) => {
  expect(readCommand(text, commands)).toEqual({ unknown: text.slice(1).split(' ')[0], near });
});
