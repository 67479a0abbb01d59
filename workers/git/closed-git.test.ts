import { expect, test } from 'vitest';
import { failAs } from './closed-git.ts';

const stranger = `Author identity unknown

*** Please tell me who you are.

fatal: unable to auto-detect email address (got 'root@vm.(none)')`;

test.each([
  [
    stranger,
    'worker-failed',
    /^git commit: git does not know who you are: git config --global user.name "Your Name" and/,
  ],
  ["fatal: could not read Username for 'https://example.org'", 'worker-failed', /Keep a token in Settings → Secrets/],
  [
    "fatal: unable to access 'https://example.org/': Could not resolve host: example.org",
    'network',
    /^git commit: unable to access/,
  ],
  ['error: pathspec x did not match', 'worker-failed', /^git commit: pathspec x did not match$/],
  ['', 'worker-failed', /^git commit: it ended with code 128$/],
])('what git says is told in words that help: %j', (stderr, code, message) => {
  expect(() => failAs('commit', { code: 128, stdout: '', stderr, isCut: false })).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
  );
});
