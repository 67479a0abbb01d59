import { mostFailedStarts } from '../base/start-marker.ts';

export type WayBack = 'try-again' | 'data' | 'program-and-data' | 'quit';
export type WayBackQuestion = { message: string; detail: string; buttons: { label: string; choice: WayBack }[] };

/** What is asked after starts that failed; undefined while there is nothing to ask. Trying again, which changes nothing, stands first. */
export function wayBackQuestion(parts: {
  failedBefore: number;
  hasEarlierProgram: boolean;
  hasEarlierData: boolean;
}): WayBackQuestion | undefined {
  const { failedBefore, hasEarlierProgram, hasEarlierData } = parts;
  if (failedBefore < mostFailedStarts || !(hasEarlierProgram || hasEarlierData)) return undefined;
  return {
    message: 'Heron did not come up the last times it was started',
    detail: `Going back keeps what is there now beside what is put in its place.${
      hasEarlierData ? ' What was done since the update is not in the earlier data.' : ''
    }`,
    buttons: [
      { label: 'Try again', choice: 'try-again' },
      ...(hasEarlierProgram ? [{ label: 'Go back to the version before', choice: 'program-and-data' } as const] : []),
      ...(hasEarlierData ? [{ label: 'Use the data from before the update', choice: 'data' } as const] : []),
      { label: 'Quit', choice: 'quit' },
    ],
  };
}
