import { basename, dirname } from 'node:path';

/**
 * Programs that tell about this machine and do nothing else: they open no connection, start no other program and write
 * no file, whatever their arguments. A program that reads the files it is told to is none of them.
 */
const localPrograms = new Set([
  'arch',
  'basename',
  'cal',
  'date',
  'df',
  'dirname',
  'du',
  'echo',
  'expr',
  'false',
  'free',
  'groups',
  'hostname',
  'id',
  'logname',
  'ls',
  'lscpu',
  'nproc',
  'printf',
  'ps',
  'pwd',
  'seq',
  'sleep',
  'stat',
  'true',
  'tty',
  'uname',
  'uptime',
  'users',
  'vmstat',
  'who',
  'whoami',
]);

const systemFolders = new Set(['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin', '/opt/homebrew/bin']);

/** The name of a program that stands where only the system's owner can put one. */
export function systemProgram(path: string): string | undefined {
  return systemFolders.has(dirname(path)) ? basename(path) : undefined;
}

export function isLocalProgram(path: string): boolean {
  const name = systemProgram(path);
  return name !== undefined && localPrograms.has(name);
}
