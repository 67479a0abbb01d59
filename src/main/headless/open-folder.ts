import { spawn } from 'node:child_process';
import { HeronError } from '../base/errors.ts';
import { isProgram, placesOnPath } from '../base/program-path.ts';
import { hasDisplay } from './app-window.ts';

const programs: Partial<Record<NodeJS.Platform, string>> = { linux: 'xdg-open', darwin: 'open', win32: 'explorer.exe' };

type Machine = { platform: NodeJS.Platform; environment: NodeJS.ProcessEnv };

/** Shows a folder with the desktop's own program; undefined where there is no desktop, or no such program. */
export function folderOpener({ platform, environment }: Machine): ((path: string) => Promise<void>) | undefined {
  const program = placesOnPath([programs[platform] ?? []].flat(), environment).find(isProgram);
  if (program === undefined || !hasDisplay({ platform, environment })) return undefined;
  return (path) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [path], { env: environment, stdio: 'ignore', detached: true });
      child.once('spawn', () => resolve(child.unref()));
      child.once('error', (error) =>
        reject(new HeronError('internal', `The folder ${path} could not be opened: ${error.message}`)),
      );
    });
}
