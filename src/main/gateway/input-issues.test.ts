import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputIssues, issueText } from './input-issues.ts';

const Shape = z.strictObject({
  name: z.string(),
  steps: z.array(z.strictObject({ count: z.int().positive() })).optional(),
  allow: z.union([z.literal('plan'), z.array(z.strictObject({ target: z.string() }))]).optional(),
});

test.each([
  [{ name: 'a', colour: 1, size: 2 }, 'colour: unknown field; size: unknown field'],
  [{ name: 'a', steps: [{ count: 1, more: 1 }] }, 'steps.0.more: unknown field'],
  [{ name: 'a', steps: [{ count: 1 }, { count: -1 }] }, 'steps.1.count: Too small: expected number to be >0'],
  [{ name: 'a', allow: [{ target: 5 }] }, 'allow.0.target: Invalid input: expected string, received number'],
  [{}, 'name: Invalid input: expected string, received undefined'],
  ['text', 'Invalid input: expected object, received string'],
])('%j is refused with the place and the reason', (value, text) => {
  expect(issueText(inputIssues(Shape.safeParse(value).error?.issues ?? []))).toBe(text);
});
