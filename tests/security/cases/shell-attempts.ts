import { findProgram } from '../../../src/main/workers/broker/programs/find-program.ts';
import { everyTier, type Place } from '../case.ts';

/** Runs a program and gives what it says. */
export const run = `async ({ value }, { shell }) => {
  const started = await shell.run(value.program, value.args, value.options);
  const output = await textOf(started.output);
  return { output, ...(await started.exit) };
}`;

export const shared = {
  class: 'shell',
  tiers: everyTier,
  attempt: run,
  timeoutMs: 15_000,
  skip: process.platform === 'win32' ? 'these programs are not on Windows' : undefined,
} as const;
export const denied = { code: 'permission-denied' } as const;
export const dangerous = { code: 'permission-denied', rule: 'dangerous variable' } as const;

export function find(name: string): string | undefined {
  try {
    return findProgram(name, process.env['PATH'] ?? '').path;
  } catch {
    return undefined;
  }
}

export const missing = (...names: string[]): string | undefined => {
  const absent = names.filter((name) => find(name) === undefined);
  return absent.length > 0 ? `${absent.join(', ')} cannot be found here` : shared.skip;
};

/** Allows programs, each for whatever is no more than itself. */
export function allow(place: Place, ...names: string[]): void {
  for (const name of names) place.allow({ capability: 'shell', target: find(name) ?? name });
}

/** A command that would leave a file outside, if it ran. */
export const harm = ({ outside }: Place): string => `echo evil > '${outside}/mark'`;
