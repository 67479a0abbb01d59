import { expect, test } from 'vitest';
import { AgentProfile } from '../../../contract/agents.ts';
import { fieldsOf, noProfile, problemsOf, profileOf, profileWords } from './profile-fields.ts';

const whole: AgentProfile = {
  name: 'researcher',
  description: 'finds things out',
  pack: 'researcher',
  tools: ['text.*', 'clock.now'],
  mostSteps: 9,
  model: 'smart',
  budget: { tokens: 5000, money: 0.5, wallMs: 120_000, calls: 7 },
  policy: { profile: 'coding', deny: ['group:shell'] },
};

test('what is typed of an agent is what it was, also what the form does not show', () => {
  expect(profileOf(fieldsOf(whole), whole)).toEqual(whole);
  const least = { name: 'a', description: 'b' };
  expect(profileOf(fieldsOf(least))).toEqual(least);
  const open = { profile: 'full' as const, allow: [], deny: [] };
  expect(profileOf({ ...fieldsOf(least), policy: open })).toEqual(least);
  expect(AgentProfile.parse(profileOf({ ...fieldsOf(whole), money: '1,25', minutes: '' }, whole)).budget).toEqual({
    ...{ tokens: 5000, money: 1.25, calls: 7 },
  });
});

test('what cannot be kept is said at its field', () => {
  expect(problemsOf({ ...noProfile, name: 'a', description: 'b' }, [])).toEqual({});
  expect(problemsOf({ ...noProfile, name: 'No name' }, [])).toMatchObject({
    name: expect.stringContaining('Lower-case'),
    description: expect.stringContaining('good for'),
  });
  const wrong = {
    ...noProfile,
    name: 'a',
    description: 'b',
    mostSteps: '201',
    tokens: '0',
    money: '-1',
    minutes: '1.5',
  };
  expect(Object.keys(problemsOf(wrong, ['a']))).toEqual(['name', 'mostSteps', 'tokens', 'minutes', 'money']);
});

test('an agent is told in a line', () => {
  expect(profileWords(whole)).toBe('smart · text.*, clock.now · pack researcher · 9 steps · its own permissions');
  expect(profileWords({ name: 'a', description: 'b' })).toBe('The model that fits · every action');
});
