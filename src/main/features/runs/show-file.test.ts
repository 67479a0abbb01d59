import { expect, test } from 'vitest';
import type { FileChange } from '../../../contract/undo.ts';
import { showFile } from './show-file.ts';

const made: FileChange = { path: '/home/ada/chart.png', kind: 'created', taskId: 'draw', undone: false };
const moved: FileChange = { ...made, path: '/home/ada/a.txt', kind: 'moved', movedTo: '/home/ada/Texts/a.txt' };
const gone: FileChange = { ...made, path: '/home/ada/old.txt', undone: true };
const changes = [made, moved, gone];

test('the folder of a file that a run made or moved is shown, and of nothing else', async () => {
  const opened: string[] = [];
  const open = async (path: string) => void opened.push(path);
  await showFile(changes, '/home/ada/chart.png', open);
  await showFile(changes, '/home/ada/Texts/a.txt', open);
  for (const path of ['/home/ada/a.txt', '/home/ada/old.txt', '/etc/passwd', '/home/ada/../ada/chart.png']) {
    await expect(showFile(changes, path, open)).rejects.toMatchObject({ code: 'not-found' });
  }
  expect(opened).toEqual(['/home/ada', '/home/ada/Texts']);
});

test('without a desktop it says where the file is', async () => {
  await expect(showFile(changes, made.path, undefined)).rejects.toThrow('the file is /home/ada/chart.png');
});
