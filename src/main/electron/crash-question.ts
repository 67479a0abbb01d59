import { t } from '../../words/words.ts';

export type AfterCrash = 'start-again' | 'show-report' | 'close';
export type CrashQuestion = { message: string; detail: string; buttons: { label: string; choice: AfterCrash }[] };

/** What a person is asked when Heron has ended because of an error in itself. `file`: what is known of it, if it could be kept. */
export function crashQuestion(file: string | undefined): CrashQuestion {
  return {
    message: t('Heron ended because of an error in itself'),
    detail: [
      file === undefined
        ? t('Nothing about it could be kept.')
        : t('What is known of it is in {{file}}; it was sent nowhere.', { file }),
      t('Runs go on at the next start, and what you typed is kept.'),
    ].join(' '),
    buttons: [
      { label: t('Start Heron again'), choice: 'start-again' },
      ...(file === undefined ? [] : [{ label: t('Show the report'), choice: 'show-report' } as const]),
      { label: t('Close'), choice: 'close' },
    ],
  };
}
