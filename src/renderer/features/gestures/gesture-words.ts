import type { Gesture, GestureAction } from '../../../contract/gestures.ts';
import { t } from '../../../words/words.ts';

export const gestureWords = (): Record<Gesture, string> => ({
  'open-palm': t('Open hand'),
  fist: t('Fist'),
  point: t('Pointing finger'),
  victory: t('Two fingers'),
  'thumb-up': t('Thumb up'),
});

export const actionWords = (): Record<GestureAction, string> => ({
  nothing: t('Nothing'),
  'stop-runs': t('Stop what runs'),
  'stop-speaking': t('Stop speaking'),
  talk: t('Begin or end talking'),
  pause: t('Pause everything'),
  'open-inbox': t('Open the inbox'),
  'new-conversation': t('New conversation'),
});
