import { readlinkSync } from 'node:fs';
import { isZone } from '../../contract/time/zoned-time.ts';

/**
 * The time zone of this machine. The runtime keeps the one it started with; a laptop is taken elsewhere while Heron runs,
 * so the system's own link is looked at each time, where there is one.
 */
export function machineZone(): string {
  const named = process.env['TZ'] || linkedZone();
  return named !== undefined && isZone(named) ? named : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function linkedZone(): string | undefined {
  try {
    return readlinkSync('/etc/localtime').split('/zoneinfo/')[1];
  } catch {
    return undefined;
  }
}
