import { expect, test } from 'vitest';
import { ruleWords } from './replies-section.tsx';

test('a rule for replies is said in words', () => {
  expect(ruleWords({ isSent: false })).toBe('Hold back everywhere');
  expect(ruleWords({ isSent: true, channel: 'slack' })).toBe('Send in slack');
  expect(ruleWords({ isSent: false, chatType: 'group' })).toBe('Hold back in groups');
  expect(ruleWords({ isSent: false, chatType: 'group', channel: 'slack' })).toBe('Hold back in groups of slack');
});
