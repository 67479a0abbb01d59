import type { EyesStatus, SystemAccess } from '../../../contract/eyes.ts';
import { t } from '../../../words/words.ts';

export type AccessDevice = keyof EyesStatus['access'];

/** What is asked for a device where Heron runs: the system of the app, or the browser. */
export type Asked = 'browser' | 'macos' | 'windows' | 'linux';

export const deviceWords = (): Record<AccessDevice, string> => ({
  screen: t('Screen'),
  camera: t('Camera'),
  microphone: t('Microphone'),
});

export function systemOf(userAgent: string): Asked {
  if (/Mac OS X/.test(userAgent)) return 'macos';
  return /Windows/.test(userAgent) ? 'windows' : 'linux';
}

/** How it is changed there. */
export function wayOf(device: AccessDevice, access: SystemAccess, asked: Asked): string {
  if (access === 'granted') return t('Nothing has to be done.');
  const name = deviceWords()[device].toLowerCase();
  if (access === 'restricted')
    return t('A profile of this machine forbids the {{name}}. Who set it up can change that.', { name });
  if (device === 'screen' && access !== 'denied') return t('You choose what is shown each time.');
  if (access === 'not-asked') return t('It is asked for when the {{name}} is opened for the first time.', { name });
  return changes()[asked](deviceWords()[device], device);
}

const changes = (): Record<Asked, (name: string, device: AccessDevice) => string> => ({
  browser: (name) =>
    t('Click the sign left of the address, allow the {{name}} for this page, and load it again.', {
      name: name.toLowerCase(),
    }),
  macos: (name) => t('System Settings, Privacy & Security, {{name}}. Then start Heron again.', { name }),
  windows: (name) => t('Settings, Privacy & security, {{name}}. Then start Heron again.', { name }),
  linux: (name, device) =>
    device === 'screen'
      ? t(
          'The desktop asks by its portal (xdg-desktop-portal with PipeWire). Where no question comes, install the one of your desktop, and start Heron again.',
        )
      : t(
          'Allow the {{name}} in the privacy settings of your desktop, see that your user may open it, and start Heron again.',
          { name: name.toLowerCase() },
        ),
});
