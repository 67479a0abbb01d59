import type { VoiceSettings } from '../../../../contract/voice.ts';
import type { WakeCheck } from './recogniser.ts';

/** Of one more word: with less of it more is heard, also where nobody said it. */
export const insertionPenalties: Record<VoiceSettings['sensitivity'], number> = { low: 0.1, normal: 0.01, high: 0.001 };

/**
 * How much better a wake phrase has to explain a hundredth of a second than sounds without words do, in pocketsphinx's measure:
 * said for real by flite's voices it is worth 8.8 to 26; of what the grammar took for it ("hey karen", "hate her only") a fifth
 * is worth less than 5, two fifths less than 9. A phrase that is missed costs a person more than one that is heard too often.
 */
const leastWakeScores: Record<VoiceSettings['sensitivity'], number> = { low: 8, normal: 5, high: 2 };

/**
 * So many words of a command after the phrase, and nothing else, vouch for it however badly it was said itself: in noise a voice
 * may be worth less than sounds alone (-18 to 2.5 for flite's awb), while the command after it is still heard as a whole.
 */
const fewestWordsAfter: Record<VoiceSettings['sensitivity'], number> = { low: 4, normal: 2, high: 2 };

/** What a second hearing of a wake phrase goes by. */
export function wakeCheckOf(phrase: string, sensitivity: VoiceSettings['sensitivity']): WakeCheck {
  return {
    words: phrase.split(' '),
    leastScore: leastWakeScores[sensitivity],
    fewestWords: fewestWordsAfter[sensitivity],
  };
}
