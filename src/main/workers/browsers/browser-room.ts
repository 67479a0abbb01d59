import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runsFromSource } from '../hosts/machine/programs.ts';
import { emptyRoom, toRead } from '../hosts/machine/empty-room.ts';
import { realPath } from '../hosts/machine/sandbox.ts';

export type RoomParts = {
  nodeBinary: string;
  appFolder: string;
  bubblewrap: string | undefined;
  /** The browser's program. */
  program: string;
  /** What is the session's own: it may write there. */
  folders: string[];
  mark: string;
};

export type RoomCommand = { file: string; args: string[]; environment: NodeJS.ProcessEnv };

/** Of the system, what a browser needs to start: its own files, libraries, fonts. Nothing of the person's. */
const system = ['/usr', '/opt', '/bin', '/sbin', '/etc/fonts', '/etc/alternatives', '/etc/ssl', '/etc/localtime'];
const ofBrowsers = ['/etc/chromium', '/etc/chromium.d', '/etc/opt', '/var/cache/fontconfig', '/sys/devices/system/cpu'];

/**
 * How to start a driver with its browser. On Linux with bubblewrap both are in a room without a network, with processes of its
 * own that end with the engine; elsewhere the browser is told to use the way out alone.
 */
export function browserRoom(parts: RoomParts): RoomCommand {
  const { bubblewrap, mark } = parts;
  const { script, readable } = driverPlace(parts.appFolder);
  const environment = { HERON_PROGRAM: mark, LANG: process.env['LANG'] ?? 'C.UTF-8', PATH: '/usr/bin:/bin' };
  const node = realPath(parts.nodeBinary);
  if (bubblewrap === undefined) {
    return { file: node, args: [script, mark], environment: { ...ownEnvironment(), ...environment } };
  }
  const room = [
    ...emptyRoom({ ...environment, HOME: '/tmp' }),
    ...['--tmpfs', '/tmp', '--tmpfs', '/dev/shm'],
    ...toRead([...system, ...ofBrowsers, dirname(realPath(parts.program)), node, ...readable]),
    ...parts.folders.flatMap((folder) => ['--bind', folder, folder]),
    ...['--chdir', '/tmp', '--', node, script, mark],
  ];
  return { file: bubblewrap, args: room, environment: {} };
}

/** Where the driver lies: in the source tree, or among the built files. */
function driverPlace(appFolder: string): { script: string; readable: string[] } {
  if (runsFromSource) {
    const root = join(import.meta.dirname, '..', '..', '..', '..');
    const readable = ['src', 'package.json', 'node_modules'].map((name) => join(root, name));
    return { script: join(import.meta.dirname, 'driver', 'child.ts'), readable: both(readable) };
  }
  const folder = join(appFolder, 'out', 'main');
  const script = join(folder, 'browser-host.js');
  return { script, readable: both([script, ...['package.json', 'node_modules'].map((name) => join(appFolder, name))]) };
}

/** By both names where one is a link. */
function both(paths: string[]): string[] {
  return [...new Set(paths.filter(existsSync).flatMap((path) => [path, realPath(path)]))];
}

/** What programs need to find their own places. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = ['HOME', 'SystemRoot', 'LOCALAPPDATA', 'APPDATA', 'USERPROFILE', 'TEMP', 'TMPDIR', 'ProgramFiles'];
  return Object.fromEntries(kept.map((name) => [name, process.env[name]]));
}
