import { expect, test } from 'vitest';
import { handsWorker, installTrustedTypes, noticesWorker, trustedHtml, trustedScriptUrl } from './trusted-types.ts';

test.each(['&copy;', '&frac12;', '&CounterClockwiseContourIntegral;'])('%s is let through', (text) => {
  expect(trustedHtml(text)).toBe(text);
});

test.each([
  '',
  'hello',
  '<b>',
  '<img src=x onerror=alert(1)>',
  '&lt;b&gt;',
  '&amp;<script>',
  '&copy;\n',
  '&#60;',
  '&copy',
])('%j is not', (text) => expect(() => trustedHtml(text)).toThrow('The page makes no elements out of text'));

test('one script may become a thread [MM-07]', () => {
  for (const own of [handsWorker, noticesWorker]) expect(trustedScriptUrl(own)).toBe(own);
  for (const address of ['', '/hands/other.js', `https://example.org${handsWorker}`, `${handsWorker}?x`, 'blob:x']) {
    expect(() => trustedScriptUrl(address)).toThrow('The page starts no scripts but its own');
  }
});

test('without Trusted Types nothing is asked of the browser', () => {
  const made: string[] = [];
  installTrustedTypes({});
  installTrustedTypes({ trustedTypes: { createPolicy: (name: string) => made.push(name) } });
  expect(made).toEqual(['default']);
});
