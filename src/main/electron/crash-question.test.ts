import { expect, test } from 'vitest';
import { crashQuestion } from './crash-question.ts';

const choices = (file?: string) => crashQuestion(file).buttons.map(({ choice }) => choice);

test('after a crash Heron is started again first of all; a report is shown only where there is one', () => {
  expect(choices('/logs/crashes/1.json')).toEqual(['start-again', 'show-report', 'close']);
  expect(crashQuestion('/logs/crashes/1.json').detail).toContain('/logs/crashes/1.json');
  expect(choices()).toEqual(['start-again', 'close']);
  expect(crashQuestion(undefined).detail).toContain('Runs go on at the next start');
});
