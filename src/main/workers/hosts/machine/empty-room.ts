import { lstatSync, readlinkSync } from 'node:fs';

/**
 * The arguments of an empty room: namespaces of its own, ended with the engine, no privileges, no variables but these,
 * and of the disk the system's libraries alone.
 */
export function emptyRoom(environment: NodeJS.ProcessEnv): string[] {
  return [
    ['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value ?? '']),
    ['--proc', '/proc', '--dev', '/dev'],
    ['/usr/lib', '/usr/lib32', '/usr/lib64', '/lib', '/lib32', '/lib64'].flatMap(libraries),
    toRead(['/etc/ld.so.cache']),
  ].flat();
}

export function toRead(paths: string[]): string[] {
  return paths.flatMap((path) => ['--ro-bind-try', path, path]);
}

/** Programs need the system's libraries and none of its programs. */
function libraries(folder: string): string[] {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  if (!status) return [];
  return status.isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : ['--ro-bind', folder, folder];
}
