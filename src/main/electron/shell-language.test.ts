import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnyEvent } from '../../contract/events.ts';
import { noticeOf } from '../../contract/notices.ts';
import { accented } from '../../words/accented.ts';
import { testLanguage } from '../../words/choose-language.ts';
import { speak } from '../../words/words.ts';
import { crashQuestion } from './crash-question.ts';
import { menuTemplate } from './menu-template.ts';
import { speakOutside, speakRemembered } from './shell-language.ts';
import { type ShellState, stateText, trayItems } from './shell-state.ts';
import { updateText } from './updates/update-state.ts';
import { wayBackQuestion } from './way-back.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-language-'));
  file = join(folder, 'language');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  speak({ tag: 'en', catalogue: undefined, isTest: false });
});

type Item = { label?: string; submenu?: Item[] | undefined };
const labelsOf = (items: readonly Item[]): string[] =>
  items.flatMap(({ label, submenu }) => [...(label === undefined ? [] : [label]), ...labelsOf(submenu ?? [])]);

/** All that is said outside of the windows, without names of things. */
function saidOutside(): string[] {
  const state: ShellState = { isPaused: true, isListening: true, running: [], waiting: 2, update: { is: 'idle' } };
  const crash = crashQuestion(undefined);
  const data = { at: Date.UTC(2026, 0, 2), file: '/copy', version: 1 };
  const back = wayBackQuestion(9, { program: undefined, dataOfProgram: undefined, data });
  const ended = { type: 'run.completed', payload: {}, scope: { runId: 'run_1' } } as unknown as AnyEvent;
  const notice = noticeOf(ended, () => 'Zip');
  return [
    ...trayItems(state).flatMap((item) => (item === 'line' ? [] : [item.label])),
    ...[stateText(state), updateText({ is: 'looking' }), crash.message, ...crash.buttons.map(({ label }) => label)],
    ...[back?.message ?? '', ...(back?.buttons ?? []).map(({ label }) => label)],
    ...[notice?.title ?? '', ...(notice?.actions ?? []).map(({ label }) => label)],
    ...labelsOf(menuTemplate('darwin', false, 'Heron') as Item[]).filter((label) => label !== 'Heron'),
  ];
}

test('tray, menus, notices and dialogs are in the language of the settings, and in it again before those are read', async () => {
  const english = saidOutside();
  expect(english).toContain('Quit Heron');
  expect(english.filter((text) => text.startsWith('['))).toEqual([]);
  await speakOutside(testLanguage, 'de', file);
  expect(saidOutside().filter((text) => !text.startsWith('['))).toEqual([]);
  expect(saidOutside()).toHaveLength(english.length);
  speak({ tag: 'en', catalogue: undefined, isTest: false });
  await speakRemembered('de', file);
  expect(crashQuestion(undefined).message).toBe(accented('Heron ended because of an error in itself'));
});

test('what is remembered is what was chosen last; what is no language is as the system has it', async () => {
  await speakOutside('de', 'en', file);
  expect(readFileSync(file, 'utf8')).toBe('de');
  await speakOutside('system', 'en', file);
  expect(readFileSync(file, 'utf8')).toBe('system');
  writeFileSync(file, '../../etc');
  await speakRemembered(testLanguage, file);
  expect(updateText({ is: 'idle' })).toBe(accented('Look for a newer Heron'));
});
