import { afterAll, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { closeBrowser, openWindow } from './window.ts';

const patient = { timeout: 60_000 };

afterAll(closeBrowser);

test('a workflow of hundreds of steps begins in sight, large enough to be read, each time it is opened [UI-08]', async () => {
  const window = await openWindow();
  const { page } = window;
  const remote = createRemoteEngine(dataPaths(window.dataFolder).socket);
  try {
    const client = await remote.client();
    const tasks = Array.from({ length: 300 }, (_, index) => ({
      ...{ id: `step_${index}`, value: index },
      ...(index === 0 ? {} : { after: [`step_${Math.floor(index * 0.8)}`] }),
    }));
    const { id } = await client.workflows.create({ document: { version: 1, title: 'Large', tasks } });
    for (let round = 0; round < 2; round += 1) {
      await page.evaluate((hash) => (location.hash = hash), `#/workflows/${id}`);
      await page.locator('.react-flow [data-place="step_0"]').waitFor(patient);
      // So large that it can be read; of what is not in sight nothing is drawn.
      await page.getByText('75 %').waitFor(patient);
      const steps = page.locator('.react-flow [data-place]');
      await expect.poll(() => steps.count(), patient).toBeLessThan(100);
      await page.getByRole('button', { name: 'Zoom to fit' }).click();
      await expect.poll(() => steps.count(), patient).toBe(300);
      await page.evaluate(() => (location.hash = '#/workers'));
      await page.locator('.react-flow').waitFor({ state: 'detached', ...patient });
    }
  } finally {
    remote.close();
    await window.close();
  }
});
