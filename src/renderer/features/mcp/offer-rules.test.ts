import { expect, test } from 'vitest';
import { usualMcpOffer } from '../../../contract/mcp.ts';
import { withChoice } from './offer-rules.ts';

test('an action that is left out is named, and let in again leaves the rules as they were', () => {
  const out = withChoice(usualMcpOffer, 'text.count', false);
  expect(out).toEqual({ ...usualMcpOffer, deny: ['text.count'] });
  expect(withChoice(out, 'text.count', true)).toEqual(usualMcpOffer);
});

test('where only some are offered, one that is let in is put on the list', () => {
  const rules = { ...usualMcpOffer, allow: ['checksum'] };
  expect(withChoice(rules, 'text.count', true).allow).toEqual(['checksum', 'text.count']);
});

test('leaving out the last on the list does not offer everything', () => {
  const rules = withChoice({ ...usualMcpOffer, allow: ['text.count'] }, 'text.count', false);
  expect(rules).toMatchObject({ allow: ['text.count'], deny: ['text.count'] });
});
