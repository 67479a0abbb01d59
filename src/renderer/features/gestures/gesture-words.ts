import type { Gesture, GestureAction } from '../../../contract/gestures.ts';

export const gestureWords: Record<Gesture, string> = {
  'open-palm': 'Open hand',
  fist: 'Fist',
  point: 'Pointing finger',
  victory: 'Two fingers',
  'thumb-up': 'Thumb up',
};

export const actionWords: Record<GestureAction, string> = {
  nothing: 'Nothing',
  'stop-runs': 'Stop what runs',
  'stop-speaking': 'Stop speaking',
  talk: 'Begin or end talking',
  pause: 'Pause everything',
  'open-inbox': 'Open the inbox',
  'new-conversation': 'New conversation',
};
