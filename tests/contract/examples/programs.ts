import { spawnSync } from 'node:child_process';

export function has(program: string, ...args: string[]): boolean {
  return spawnSync(program, args.length > 0 ? args : ['--version']).status === 0;
}

/** Why what needs this program cannot be shown here; undefined: it can. */
export function without(program: string, ...args: string[]): string | undefined {
  return has(program, ...args) ? undefined : `${program} is not on this machine`;
}
