import type { VoiceSettings } from '../../../../contract/voice.ts';

/** Of one more word: with less of it more is heard, also where nobody said it. */
export const insertionPenalties: Record<VoiceSettings['sensitivity'], number> = { low: 0.1, normal: 0.01, high: 0.001 };
