import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { menuTemplate } from './menu-template.ts';
import { windowOptions } from './window-options.ts';

const bounds = { x: 1, y: 2, width: 900, height: 700 };
const options = (isDark: boolean) => windowOptions({ preload: '/preload.cjs', bounds, isDark });

test('the page is sandboxed, isolated and without Node', () => {
  expect(options(false).webPreferences).toMatchObject({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test("the window is painted in the theme's surface colour until the page is there", () => {
  const css = readFileSync(join(import.meta.dirname, '../../renderer/app/theme.css'), 'utf8');
  const [, light, dark] = /--color-surface: light-dark\((#\w+), (#\w+)\)/.exec(css) ?? [];
  expect(options(false).backgroundColor).toBe(light);
  expect(options(true).backgroundColor).toBe(dark);
});

test('developer tools are in the menu of a checkout only', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(JSON.stringify(menuTemplate(platform, true, 'Heron'))).not.toMatch(/toggleDevTools|reload/i);
    expect(JSON.stringify(menuTemplate(platform, false, 'Heron'))).toContain('toggleDevTools');
  }
});
