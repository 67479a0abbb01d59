// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { PlanNotes } from './plan-notes.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

function shown(check: Parameters<typeof PlanNotes>[0]['check']): string | null {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  act(() => root.render(<PlanNotes check={check} />));
  return place.textContent;
}

test('before a plan runs it is said what its steps are declared to use, and what is worth knowing [OR-12]', () => {
  const estimate = { tokens: 2000, money: 0.002, isAtLeast: true };
  const warnings = [{ path: 'budget.tokens', message: 'less than what its steps are declared to use' }];
  expect(shown({ issues: [], warnings, estimate })).toBe(
    'Worth knowing before it runsbudget.tokens: less than what its steps are declared to use' +
      'Its steps are declared to use at least about 2,000 tokens, 0.002 USD.',
  );
});

test('what keeps it from running stands there with its place, and of a plan with nothing to say nothing does', () => {
  const issues = [{ path: 'tasks.0.action', message: 'there is no action nobody.knows' }];
  expect(shown({ issues, warnings: [] })).toBe('It cannot run as it istasks.0.action: there is no action nobody.knows');
  expect(shown({ issues: [], warnings: [] })).toBe('');
});
