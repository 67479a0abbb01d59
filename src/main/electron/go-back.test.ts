import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataPaths } from '../base/paths.ts';
import { acquireEngineLock } from '../gateway/engine-lock.ts';
import { goBackIfWanted } from './go-back.ts';
import { readPassedOver } from './updates/passed-over.ts';
import { replaceAppImage } from './updates/replace-app-image.ts';
import type { WayBack, WayBackQuestion } from './way-back.ts';

let folder: string;
let data: string;
let program: string;
let asked: WayBackQuestion[];
let startedAgain: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-way-back-'));
  data = join(folder, 'data');
  mkdirSync(data);
  program = join(folder, 'Heron.AppImage');
  writeFileSync(program, 'one');
  writeFileSync(dataPaths(data).database, 'data of two');
  [asked, startedAgain] = [[], []];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isAppImage = { skip: process.platform === 'win32' };

function goBack(choice: WayBack, parts: { failedBefore?: number; program?: string } = {}): Promise<boolean> {
  return goBackIfWanted({
    ...{ dataFolder: data, version: '2.0.0', program, failedBefore: 2 },
    ...parts,
    ask: async (question) => {
      asked.push(question);
      return choice;
    },
    startAgain: (each) => void startedAgain.push(each),
  });
}
const choices = (): WayBack[] => asked[0]?.buttons.map(({ choice }) => choice) ?? [];
const database = (): string => readFileSync(dataPaths(data).database, 'utf8');

async function update(): Promise<void> {
  const staged = join(folder, 'staged');
  writeFileSync(staged, 'two');
  await replaceAppImage(program, staged);
}
/** As the first start of another version leaves it. */
function copyOfData(text: string, at = new Date(Date.now() + 1000)): void {
  const file = `${dataPaths(data).database}.before-v7`;
  writeFileSync(file, text);
  utimesSync(file, at, at);
}

test('while starts come up, or nothing is there to go back to, nothing is asked', async () => {
  expect(await goBack('quit', { failedBefore: 9 })).toBe(true);
  copyOfData('data of one');
  expect(await goBack('quit', { failedBefore: 1 })).toBe(true);
  expect(asked).toEqual([]);
});

describe('after two starts that failed', () => {
  test('trying again stands first and changes nothing', isAppImage, async () => {
    await update();
    copyOfData('data of one');
    expect(await goBack('try-again')).toBe(true);
    expect(choices()).toEqual(['try-again', 'program-and-data', 'data', 'quit']);
    expect([readFileSync(program, 'utf8'), database()]).toEqual(['two', 'data of two']);
    expect(await goBack('quit')).toBe(false);
    expect(readPassedOver(dataPaths(data).updates)).toEqual({});
  });

  test('the version before and its data come back, what failed is kept and not offered again', isAppImage, async () => {
    await update();
    copyOfData('data of one');
    expect(await goBack('program-and-data')).toBe(false);
    expect([readFileSync(program, 'utf8'), database()]).toEqual(['one', 'data of one']);
    expect(startedAgain).toEqual([program]);
    expect(readFileSync(join(folder, '.Heron.AppImage.failed'), 'utf8')).toBe('two');
    const aside = readdirSync(data).filter((name) => name.startsWith('heron.db.replaced-'));
    expect(aside.map((name) => readFileSync(join(data, name), 'utf8'))).toEqual(['data of two']);
    expect(readPassedOver(dataPaths(data).updates)).toEqual({ '2.0.0': 'failed' });
    expect(asked[0]?.detail).toContain('Going back keeps what is there now');
  });

  test('data of an older update stay out of going back from this one', isAppImage, async () => {
    copyOfData('data of long ago', new Date('2026-01-01'));
    await update();
    expect(await goBack('program-and-data')).toBe(false);
    expect([readFileSync(program, 'utf8'), database()]).toEqual(['one', 'data of two']);
    expect(asked[0]?.detail).toContain('The version before reads the data as they are.');
  });

  test('where the program cannot be gone back from, the data can, and that is said', async () => {
    copyOfData('data of one');
    expect(await goBack('data')).toBe(true);
    expect(choices()).toEqual(['try-again', 'data', 'quit']);
    expect(asked[0]?.detail).toContain('a version before it is installed by hand');
    expect(database()).toBe('data of one');
  });

  test('while another Heron has the data nothing is changed', isAppImage, async () => {
    await update();
    copyOfData('data of one');
    const held = acquireEngineLock(dataPaths(data).lock);
    await expect(goBack('program-and-data')).rejects.toThrow();
    held.release();
    expect([readFileSync(program, 'utf8'), database()]).toEqual(['two', 'data of two']);
  });
});
