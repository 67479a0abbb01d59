import { isAbsolute, join } from 'node:path';
import { HeronError } from '../../base/errors.ts';
import { isProgram, placesOnPath } from '../../base/program-path.ts';

const names = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  ...['microsoft-edge-stable', 'brave-browser'],
];
const usualOnLinux = names.map((name) => join('/usr/bin', name));
const onMac = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
const onWindows = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/**
 * The Chromium, Chrome or Edge to use: the one the settings name, else the first there is. Errors: `unsupported`, with what
 * can be done.
 */
export function findBrowser(
  named: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  if (named !== '') {
    if (isAbsolute(named) && isProgram(named)) return named;
    const message = `There is no program at ${named}, which the settings of the worker Browser name`;
    throw new HeronError('unsupported', message, { program: named });
  }
  const found = places(environment, platform).find(isProgram);
  if (found !== undefined) return found;
  throw new HeronError(
    'unsupported',
    'There is no browser on this machine that Heron can drive. Install Chromium, Chrome or Edge, or name its program in Workers → Browser → Program',
  );
}

function places(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') return onMac.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => environment[name] ?? '');
    return roots.filter((root) => root !== '').flatMap((root) => onWindows.map((each) => join(root, each)));
  }
  return [...placesOnPath(names, environment), ...usualOnLinux];
}
