// @vitest-environment jsdom
import { createElement, useState } from 'react';
import { expect, test } from 'vitest';
import { openPage } from '../app/fake-page.ts';
import { createFakeEngine } from '../engine/fake-engine.ts';
import { ToggleChips } from './toggle-chips.tsx';

function Chips() {
  const [value, onChange] = useState<string[]>([]);
  const chips = [{ value: 'live', label: 'Live progress', hint: 'It is not stored.' }];
  return createElement(ToggleChips, { label: 'Topics', chips, value, onChange });
}

test('a chip with a hint tells it when it has the focus, and is still a switch', async () => {
  const page = await openPage(
    createFakeEngine(() => ({})),
    createElement(Chips),
  );
  const chip = page.find('button', 'Live progress');
  await page.settle(() => chip.focus());
  expect(page.find('[role="tooltip"]').textContent).toBe('It is not stored.');
  await page.click(chip);
  expect(chip.getAttribute('aria-pressed')).toBe('true');
  await page.close();
});
