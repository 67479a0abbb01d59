import type { VoiceSettings } from '../../../../contract/voice.ts';

/** Of one more word: with less of it more is heard, also where nobody said it. */
export const insertionPenalties: Record<VoiceSettings['sensitivity'], number> = { low: 0.1, normal: 0.01, high: 0.001 };

/**
 * How much better a wake phrase has to explain a hundredth of a second than sounds without words do, in pocketsphinx's measure:
 * said for real by flite's voices it is worth 8.8 to 26; of what the grammar took for it ("hey karen", "hate her only") a fifth
 * is worth less than 5, two fifths less than 9. A phrase that is missed costs a person more than one that is heard too often.
 */
export const leastWakeScores: Record<VoiceSettings['sensitivity'], number> = { low: 8, normal: 5, high: 2 };
