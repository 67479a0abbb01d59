import type { WelcomeStep } from '../../../contract/welcome.ts';
import { t } from '../../../words/words.ts';

/** The last is where they lead. */
export const steps: readonly WelcomeStep[] = ['heron', 'model', 'folders', 'try'];

/** What each step is called where one sees all of them. */
export function stepWords(step: WelcomeStep): { name: string; hint: string } {
  const words = {
    heron: { name: t('What Heron is'), hint: t('Four things to know') },
    model: { name: t('A model, or none'), hint: t('Both work') },
    folders: { name: t('What it may see'), hint: t('Nothing, unless you say so') },
    try: { name: t('Try it'), hint: t('One sentence') },
  };
  return words[step];
}

export function placeOf(step: WelcomeStep): number {
  return steps.indexOf(step);
}

/** The step beside one; undefined where there is none. */
export function neighbour(step: WelcomeStep, direction: 1 | -1): WelcomeStep | undefined {
  return steps[placeOf(step) + direction];
}
