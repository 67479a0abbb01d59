import { desktopCapturer, type Session, systemPreferences } from 'electron';
import type { EyesStatus, SystemAccess } from '../../contract/eyes.ts';
import { HeronError } from '../base/errors.ts';
import type { ScreenHost } from '../features/eyes/service.ts';
import { isTrustedFrame } from './page-trust.ts';
import { createChoice } from './screen-choice.ts';

const thumbnail = { width: 320, height: 180 };
const none = { width: 0, height: 0 };

/** Lists screens and windows for Heron's own page, and shows it the one that was chosen there, once. */
export function createScreens(session: Session, pageOrigin: string): ScreenHost {
  const choice = createChoice(Date.now);
  const list = (thumbnailSize: typeof thumbnail) =>
    desktopCapturer.getSources({ types: ['screen', 'window'], thumbnailSize });

  session.setDisplayMediaRequestHandler((request, answer) => {
    const id = isTrustedFrame(request.frame, pageOrigin) ? choice.take() : undefined;
    const give = async (): Promise<void> => {
      const video = id === undefined ? undefined : (await list(none)).find((source) => source.id === id);
      answer(video ? { video } : {});
    };
    give().catch(() => answer({}));
  });

  return {
    sources: async () =>
      (await list(thumbnail)).map(({ id, name, thumbnail: image }) => ({
        ...{ id, name, kind: id.startsWith('screen:') ? 'screen' : 'window' },
        thumbnail: image.toDataURL(),
      })),
    async choose(id) {
      if (!(await list(none)).some((source) => source.id === id)) {
        throw new HeronError('not-found', 'It is no longer there: choose another screen or window');
      }
      choice.put(id);
    },
    windowNames: async () =>
      (await desktopCapturer.getSources({ types: ['window'], thumbnailSize: none })).map(({ name }) => name),
    access,
  };
}

/** Linux has no such lists: there the answer is known when a device is opened. */
function access(): EyesStatus['access'] {
  if (process.platform === 'linux') return { screen: 'unknown', camera: 'unknown', microphone: 'unknown' };
  const of = (kind: 'screen' | 'camera' | 'microphone'): SystemAccess => {
    const status = systemPreferences.getMediaAccessStatus(kind);
    return status === 'not-determined' ? 'not-asked' : status;
  };
  return { screen: of('screen'), camera: of('camera'), microphone: of('microphone') };
}
