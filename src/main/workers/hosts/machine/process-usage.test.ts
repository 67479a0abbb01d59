import { expect, test } from 'vitest';
import { createMeter, readPowerShell, readPs } from './process-usage.ts';

test.skipIf(process.platform === 'win32')('a process is measured', async () => {
  const usage = await createMeter().open(process.pid)();
  expect(usage?.memoryMb).toBeGreaterThan(20);
  expect(usage?.memoryMb).toBeLessThan(4096);
  expect(usage?.cpuMs).toBeGreaterThan(0);
});

test.skipIf(process.platform === 'win32')('one that is gone is not', async () => {
  expect(await createMeter().open(2 ** 22 - 1)()).toBeUndefined();
});

test.each([
  [' 20480   0:01.50', { memoryMb: 20, cpuMs: 1500 }],
  ['1024 00:00:07', { memoryMb: 1, cpuMs: 7000 }],
  ['1024 2-01:02:03', { memoryMb: 1, cpuMs: ((2 * 24 + 1) * 3600 + 123) * 1000 }],
  ['', undefined],
  ['ps: unknown', undefined],
])('what ps says (%j) is understood', (line, usage) => {
  expect(readPs(line)).toEqual(usage);
});

test('what PowerShell says is understood', () => {
  expect(readPowerShell('52428800 12500000\r\n')).toEqual({ memoryMb: 50, cpuMs: 1250 });
  expect(readPowerShell('Get-Process : Cannot find')).toBeUndefined();
});
