import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { autostartEntry, setStartAtLogin } from './login-item.ts';

test('on Linux a file among those the desktop starts comes and goes', () => {
  const configFolder = mkdtempSync(join(tmpdir(), 'heron-login-'));
  const app = { setLoginItemSettings: () => expect.fail('the list of another system') };
  const parts = { platform: 'linux', app, program: '/opt/Heron', configFolder } as const;
  const file = join(configFolder, 'autostart/heron.desktop');
  setStartAtLogin(parts, true);
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Heron" --hidden\n');
  setStartAtLogin(parts, false);
  setStartAtLogin(parts, false);
  expect(existsSync(file)).toBe(false);
  rmSync(configFolder, { recursive: true });
});

test.each(['darwin', 'win32'] as const)('%s keeps its own list', (platform) => {
  const asked: object[] = [];
  const app = { setLoginItemSettings: (settings: object) => void asked.push(settings) };
  setStartAtLogin({ platform, app, program: '', configFolder: '' }, true);
  expect(asked).toEqual([{ openAtLogin: true, args: ['--hidden'] }]);
});

test('a program with a strange name stays one word', () => {
  expect(autostartEntry('/home/a "b" $c/Heron')).toContain('Exec="/home/a \\"b\\" \\$c/Heron" --hidden');
});
