import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provideElectron } from '../../scripts/electron-binary.ts';
import { runNode } from '../../scripts/processes.ts';
import { heron, temporaryFolder } from './heron.ts';

const root = join(import.meta.dirname, '../..');
const electron = await provideElectron(root);
const obstacle = 'missing' in electron ? electron.missing : isBuilt() ? undefined : 'it is not built';
/** Flows of the page that need neither an address nor a second window: they are the same in the app. */
const flows = ['chat-commands', 'bundles', 'dashboard', 'screens', 'timeline', 'workflows', 'zoom'];
const skipped = obstacle === undefined ? '' : ` (skipped: ${obstacle})`;

function isBuilt(): boolean {
  return existsSync(join(root, 'out/main/electron.js'));
}

describe.skipIf(obstacle !== undefined)(`the Electron window${skipped}`, () => {
  const place = temporaryFolder('electron');
  const dataFolder = join(place.path, 'data');
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    const environment = { ...process.env, HERON_DATA_DIR: dataFolder, HERON_WELCOME: 'off' } as Record<string, string>;
    app = await _electron.launch({
      executablePath: (electron as { path: string }).path,
      args: [root],
      env: environment,
    });
    page = await app.firstWindow();
    await page.waitForLoadState('load');
  });
  afterAll(async () => {
    await app.close();
    place.remove();
  });

  test('shows the page, which reaches the engine', async () => {
    expect(page.url()).toMatch(/^heron:\/\/app\//);
    await page.getByRole('navigation').first().waitFor();
    expect(await page.evaluate(() => document.title)).toContain('Heron');
  });

  test('gives the page nothing of Node or Electron', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'electron'].filter((name) => name in window),
    );
    expect(found).toEqual([]);
  });

  test('keeps every window sandboxed, isolated and without Node', async () => {
    const found = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => {
        type Told = { getLastWebPreferences(): Record<string, boolean> | null };
        const { sandbox, contextIsolation, nodeIntegration, webSecurity } =
          (webContents as unknown as Told).getLastWebPreferences() ?? {};
        return { sandbox, contextIsolation, nodeIntegration, webSecurity };
      }),
    );
    expect(found).toEqual([{ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true }]);
  });

  test('stays on its page', async () => {
    await page.evaluate(() => {
      window.location.href = 'https://example.org/';
    });
    await page.evaluate(() => window.open('file:///etc/passwd'));
    expect(page.url()).toMatch(/^heron:\/\/app\//);
    expect(app.windows()).toHaveLength(1);
  });

  test('shares its engine with the command line', async () => {
    const { code, stdout } = await heron(['workers', '--json'], { dataFolder });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as unknown[]).length).toBeGreaterThan(0);
  });

  test.each(flows)('passes what the page passes in a browser: %s', { timeout: 900_000 }, async (flow) => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const env = { ...process.env, HERON_ELECTRON: (electron as { path: string }).path };
    const args = [vitest, 'run', '--project', 'e2e', `tests/e2e/${flow}.test.ts`];
    const { code, stdout, stderr } = await runNode(args, { cwd: root, env, timeoutMs: 850_000 });
    expect(code, `${stdout}\n${stderr}`).toBe(0);
  });
});
