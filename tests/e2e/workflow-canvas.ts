import type { Locator, Page } from 'playwright';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { goTo, type Window } from './window.ts';

const patient = { timeout: 60_000 };

export const canvas = (page: Page): Locator => page.locator('.react-flow');
export const step = (page: Page, place: string): Locator => page.locator(`[data-place="${place}"]`);

export async function newWorkflow(page: Page): Promise<void> {
  await goTo(page, 'Workflows');
  await page.getByRole('button', { name: 'New workflow' }).click();
  await canvas(page).waitFor(patient);
}

/** From the palette onto the canvas, by the pointer alone. */
export async function dragStep(page: Page, title: string, x: number, y: number): Promise<void> {
  await page.getByRole('searchbox', { name: 'Find a step' }).fill(title);
  const from = await page.getByRole('button', { name: `Add ${title}`, exact: true }).boundingBox();
  const area = await canvas(page).boundingBox();
  if (!from || !area) throw new Error('The palette or the canvas is not drawn');
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30);
  await page.mouse.move(area.x + x, area.y + y, { steps: 6 });
  await page.mouse.up();
}

export async function dragLine(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('A port is not drawn');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2 - 20, end.y + end.height / 2, { steps: 6 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2);
  await page.mouse.up();
}

export const out = (page: Page, place: string): Locator => step(page, place).locator('[data-handleid="out"]');
export const field = (page: Page, place: string, name: string): Locator =>
  step(page, place).locator(`[data-handleid="in:${name}"]`);

export const saved = (page: Page): Promise<void> => page.getByRole('status').getByText('Saved').waitFor(patient);

/** What the engine has of the only workflow. */
export async function kept(
  window: Window,
): Promise<{ title: string; tasks: { id: string; after?: string[]; input?: object }[] }> {
  const engine = createRemoteEngine(dataPaths(window.dataFolder).socket);
  try {
    const client = await engine.client();
    const [first] = await client.workflows.list();
    if (!first) throw new Error('There is no workflow');
    return (await client.workflows.get({ workflowId: first.id })).document;
  } finally {
    engine.close();
  }
}

/** What stands in the text field of a part of the page, be it drawn by the code editor or not. */
export async function written(part: Locator): Promise<string> {
  return part.getByRole('textbox').evaluate((box) => {
    if (box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement) return box.value;
    const lines = [...box.querySelectorAll('.cm-line')];
    return lines.map((line) => (line.querySelector('.cm-placeholder') ? '' : line.textContent)).join('\n');
  });
}
