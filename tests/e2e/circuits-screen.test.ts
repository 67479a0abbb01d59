import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import { heron } from './heron.ts';
import { accessibilityFaults, closeBrowser, goTo, openWindow, picture, type Window } from './window.ts';

let window: Window;

afterEach(() => window.close());
afterAll(closeBrowser);

async function run(task: object): Promise<void> {
  const plan = {
    version: 1,
    title: 'Try',
    tasks: [{ id: 'all', forEach: { in: { from: 1, to: 12 } }, retry: { attempts: 1 }, onError: 'skip', ...task }],
  };
  const { dataFolder, folder } = window;
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  const ran = await heron(['run', 'plan.json', '--allow', 'plan'], { dataFolder, cwd: folder });
  expect(ran).toMatchObject({ code: 0 });
}

test('a worker that is left alone says so on its screen, and is tried by a button [OR-17]', async () => {
  window = await openWindow(undefined, { HERON_CHAOS: 'rate=1' });
  await run({ action: 'text.count', input: { text: 'a b' } });
  const { page } = window;
  await page.getByRole('status').getByText('Chaos mode: 100 % of all calls of workers fail on purpose').waitFor();
  await goTo(page, 'Workers');
  await page.getByRole('row', { name: /^Text .*Left alone/ }).waitFor();
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  const detail = page.getByRole('region', { name: 'Text', exact: true });
  await detail.getByText(/10 of its last 10 calls failed\./).waitFor();
  await detail.getByText('Last error: Chaos mode: text.count was not called').waitFor();
  await picture(page, 'worker-circuit');
  expect(await accessibilityFaults(page)).toEqual([]);
  await detail.getByRole('button', { name: 'Try now' }).click();
  await detail.getByText('The next call is tried; if it succeeds, all go through again.').waitFor();
  await detail.getByRole('button', { name: 'Try now' }).waitFor({ state: 'detached' });
});

test('a host that is left alone stands on the Workers screen until it answers [OR-17]', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('hello');
  });
  const port = await listen(server);
  const host = `127.0.0.1:${port}`;
  await new Promise((resolve) => server.close(resolve));
  window = await openWindow();
  const { page } = window;
  await goTo(page, 'Workers');
  await page.getByRole('button', { name: 'Web fetch', exact: true }).waitFor();
  const fetching = { action: 'web-fetch.page', input: { url: `http://${host}/page` } };
  await run(fetching);
  const hosts = page.getByRole('list', { name: 'Hosts that are left alone' });
  await hosts.getByText(`${host} is left alone for now`).waitFor();
  await hosts.getByText('Last error: 127.0.0.1 refuses the connection (ECONNREFUSED)').waitFor();
  await picture(page, 'host-circuit');
  expect(await accessibilityFaults(page)).toEqual([]);
  await listen(server, port);
  onTestFinished(() => void server.close());
  await hosts.getByRole('button', { name: 'Try now' }).click();
  await hosts.getByText('The next request is tried').waitFor();
  await run(fetching);
  await hosts.waitFor({ state: 'detached' });
});

async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}
