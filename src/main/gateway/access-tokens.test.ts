import { expect, test } from 'vitest';
import { createAccessTokens, linkLifetimeMs, sessionLifetimeMs } from './access-tokens.ts';
import { sessionMemory } from './session-store.ts';

function createTokens() {
  const time = { now: 0 };
  let made = 0;
  const store = sessionMemory();
  const randomToken = (): string => `token-${(made += 1)}`;
  return { time, store, tokens: createAccessTokens({ clock: () => time.now, randomToken, store }) };
}

test('a link token opens one session and only once', () => {
  const { tokens } = createTokens();
  const token = tokens.createLinkToken();
  const session = tokens.redeemLinkToken(token);
  expect(session).toBeDefined();
  expect(tokens.isSession(session!)).toBe(true);
  expect(tokens.redeemLinkToken(token)).toBeUndefined();
});

test('a link token is worth nothing after five minutes', () => {
  const { tokens, time } = createTokens();
  const early = tokens.createLinkToken();
  const late = tokens.createLinkToken();
  time.now = linkLifetimeMs - 1;
  expect(tokens.redeemLinkToken(early)).toBeDefined();
  time.now = linkLifetimeMs;
  expect(tokens.redeemLinkToken(late)).toBeUndefined();
});

test('a session ends after 30 days and is then forgotten', () => {
  const { tokens, time, store } = createTokens();
  const session = tokens.redeemLinkToken(tokens.createLinkToken())!;
  time.now = sessionLifetimeMs - 1;
  expect(tokens.isSession(session)).toBe(true);
  time.now = sessionLifetimeMs;
  expect(tokens.isSession(session)).toBe(false);
  tokens.redeemLinkToken(tokens.createLinkToken());
  expect(store.sessions()).toHaveLength(1);
});

test('one kind of token is no good as another', () => {
  const { tokens } = createTokens();
  const link = tokens.createLinkToken();
  expect(tokens.isSession(link)).toBe(false);
  expect(tokens.isApiToken(link)).toBe(false);
  expect(tokens.isSession(tokens.apiToken)).toBe(false);
  expect(tokens.redeemLinkToken(tokens.apiToken)).toBeUndefined();
  expect(tokens.isApiToken(tokens.apiToken)).toBe(true);
  expect(tokens.isApiToken('')).toBe(false);
});
