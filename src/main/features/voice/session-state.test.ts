import { expect, test } from 'vitest';
import { atRest, type SessionFacts, stateOf } from './session-state.ts';

test.each<[string, Partial<SessionFacts>, string]>([
  ['nothing goes on', {}, 'waiting'],
  ['its window is open', { openUntil: 11 }, 'ready'],
  ['its window has closed', { openUntil: 10 }, 'waiting'],
  ['the talk button is down', { openUntil: Number.POSITIVE_INFINITY }, 'ready'],
  ['a command is under way, its window open', { commands: 1, openUntil: 11 }, 'thinking'],
  ['a question waits while its run does', { commands: 1, questions: 2 }, 'asking'],
  ['a question is being read out', { commands: 1, questions: 2, isPlaying: true }, 'speaking'],
  ['somebody speaks over Heron', { questions: 1, isPlaying: true, isAddressed: true }, 'hearing'],
])('while %s', (_, facts, state) => expect(stateOf({ ...atRest, ...facts }, 10)).toBe(state));
