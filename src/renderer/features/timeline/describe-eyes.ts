import type { EventType, Payload } from '../../../contract/events.ts';
import { t } from '../../../words/words.ts';

type EyesEvent = Extract<EventType, `eyes.${string}`>;

const wanted = () => ({
  screen: t('A picture of the screen'),
  camera: t('A picture of the camera'),
  copy: t('A text to be copied'),
});

/** What is told of pictures: that there was one, and never what it showed. */
export const eyesSentences: { [Type in EyesEvent]: (payload: Payload<Type>) => string } = {
  'eyes.wanted': ({ request }) => t('{{what}} is asked for', { what: wanted()[request.wants] }),
  'eyes.settled': () => t('What was asked for at a window is answered'),
  'eyes.moved': () => t('Something moved before the camera'),
  'eyes.seen': ({ kind, title, width, height, wasPreviewed }) => {
    const what =
      kind === 'camera'
        ? t('A picture of the camera')
        : title === ''
          ? t('A picture of the screen')
          : t('A picture of “{{title}}”', { title });
    const values = { what, width: String(width), height: String(height) };
    return wasPreviewed
      ? t('{{what}} was used, {{width}} × {{height}}, after you looked at it', values)
      : t('{{what}} was used, {{width}} × {{height}}', values);
  },
};
