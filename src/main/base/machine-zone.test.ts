import { afterEach, expect, test, vi } from 'vitest';
import { isZone } from '../../contract/time/zoned-time.ts';
import { machineZone } from './machine-zone.ts';

afterEach(() => vi.unstubAllEnvs());

test('the zone of this machine is what its environment says, or its own', () => {
  vi.stubEnv('TZ', 'Asia/Kathmandu');
  expect(machineZone()).toBe('Asia/Kathmandu');
  for (const wrong of ['Atlantis', '']) {
    vi.stubEnv('TZ', wrong);
    expect(isZone(machineZone())).toBe(true);
  }
});
