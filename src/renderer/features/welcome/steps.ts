import type { WelcomeStep } from '../../../contract/welcome.ts';

/** What each step is called where one sees all of them; the last is where they lead. */
export const steps: { id: WelcomeStep; name: string; hint: string }[] = [
  { id: 'heron', name: 'What Heron is', hint: 'Four things to know' },
  { id: 'model', name: 'A model, or none', hint: 'Both work' },
  { id: 'folders', name: 'What it may see', hint: 'Nothing, unless you say so' },
  { id: 'try', name: 'Try it', hint: 'One sentence' },
];

export function placeOf(step: WelcomeStep): number {
  return steps.findIndex(({ id }) => id === step);
}

/** The step beside one; undefined where there is none. */
export function neighbour(step: WelcomeStep, direction: 1 | -1): WelcomeStep | undefined {
  return steps[placeOf(step) + direction]?.id;
}
