import { statSync } from 'node:fs';
import { type DatabaseCopy, databaseCopies } from '../base/database-copies.ts';
import { languageTag, t } from '../../words/words.ts';
import { mostFailedStarts } from '../base/start-marker.ts';
import { hasEarlierAppImage } from './updates/earlier-app-image.ts';

export type WayBack = 'try-again' | 'data' | 'program-and-data' | 'quit';
export type WayBackQuestion = { message: string; detail: string; buttons: { label: string; choice: WayBack }[] };

/** What there is to go back to: the AppImage before, its data, and the newest copy of the data. */
export type Earlier = {
  program: string | undefined;
  dataOfProgram: DatabaseCopy | undefined;
  data: DatabaseCopy | undefined;
};

/** `program`: the AppImage that runs, if it is one. A copy from before it was put in place is of an older update, and no part of going back from this one. */
export function findEarlier(database: string, program: string | undefined): Earlier {
  const [data] = databaseCopies(database);
  if (program === undefined || !hasEarlierAppImage(program))
    return { program: undefined, dataOfProgram: undefined, data };
  const isOfUpdate = data !== undefined && data.at >= statSync(program).mtimeMs;
  return { program, dataOfProgram: isOfUpdate ? data : undefined, data };
}

/** What is asked after starts that failed; undefined while there is nothing to ask. Trying again, which changes nothing, stands first. */
export function wayBackQuestion(
  failedBefore: number,
  { program, dataOfProgram, data }: Earlier,
): WayBackQuestion | undefined {
  if (failedBefore < mostFailedStarts || (program === undefined && !data)) return undefined;
  const details = [
    t('Going back keeps what is there now beside what is put in its place.'),
    ...(data
      ? [
          t('The earlier data are of {{time}}: what was done since is not in them.', {
            time: new Date(data.at).toLocaleString(languageTag()),
          }),
        ]
      : []),
    ...(program === undefined ? [t('The program stays this one: a version before it is installed by hand.')] : []),
    ...(program !== undefined && data && !dataOfProgram ? [t('The version before reads the data as they are.')] : []),
  ];
  return {
    message: t('Heron did not come up the last times it was started'),
    detail: details.join(' '),
    buttons: [
      { label: t('Try again'), choice: 'try-again' },
      ...(program === undefined
        ? []
        : [{ label: t('Go back to the version before'), choice: 'program-and-data' } as const]),
      ...(data ? [{ label: t('Use the data from before the update'), choice: 'data' } as const] : []),
      { label: t('Quit'), choice: 'quit' },
    ],
  };
}
