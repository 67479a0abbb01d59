import { join } from 'node:path';
import type { Locator } from 'playwright';
import { expect } from 'vitest';
import { accessibilityFaults, answers, picture, type Window } from './window.ts';

const patience = { timeout: 60_000 };

/** What is wrong is said before anything is kept; what is kept is shown with what is different. */
export async function changeHeldPlan({ page, folder }: Window, card: Locator): Promise<void> {
  await card.getByText('archive.create').waitFor(patience);
  await picture(page, 'chat-held-plan-light-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  await card.getByRole('button', { name: 'What it is given' }).click();
  const target = card.getByRole('textbox', { name: 'Destination' });
  await target.fill('{{ tasks.gone.output }}');
  await target.press('Enter');
  await card.getByText('It cannot run as it is').waitFor(patience);
  expect(await card.getByRole('button', { name: 'Run it' }).isDisabled()).toBe(true);
  await target.fill(join(folder, 'other.zip'));
  await target.press('Enter');
  await card.getByText(/^Destination: .*other\.zip/).waitFor(patience);
  await picture(page, 'chat-changed-plan-light-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  await card.getByRole('button', { name: 'Keep the changes' }).click();
  await answers(page).getByText('was changed, and has not run').waitFor(patience);
  await card.getByRole('list', { name: 'Changes of the plan' }).waitFor(patience);
}

/** What was planned is a workflow then, and the plan still waits in the conversation. */
export async function openHeldPlanInCanvas({ page }: Window, card: Locator): Promise<void> {
  await card.getByRole('button', { name: 'Open in the canvas' }).click();
  await page.locator('.react-flow [data-place]').first().getByText('destination').waitFor(patience);
  expect(await page.getByLabel('Title of the workflow').inputValue()).toMatch(/^Zip /);
  await picture(page, 'chat-plan-in-canvas');
  await page.goBack();
  await card.getByRole('button', { name: 'Open in the canvas' }).waitFor(patience);
}

/** What is changed is kept by running it. Gives where it packs to. */
export async function runChangedPlan({ folder }: Window, card: Locator): Promise<string> {
  const target = join(folder, 'third.zip');
  await card.getByRole('button', { name: 'What it is given' }).click(patience);
  const destination = card.getByRole('textbox', { name: 'Destination' });
  await destination.fill(target);
  await destination.press('Enter');
  await card.getByRole('button', { name: 'Keep the changes' }).waitFor(patience);
  await card.getByRole('button', { name: 'Run it' }).click();
  return target;
}
