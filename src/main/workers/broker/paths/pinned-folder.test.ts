import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inFolderNow } from './pinned-folder.ts';

test.skipIf(process.platform !== 'linux')(
  'a folder is pinned in one go only where it really is, and on the disk that is meant (skipped but on Linux)',
  () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-pinned-')));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const folder = join(root, 'real', 'inner');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('real', join(root, 'link'));
    symlinkSync('inner', join(root, 'real', 'other'));
    const { dev } = lstatSync(folder);
    const names = (path: string, device = dev) => inFolderNow(path, device, (at) => readdirSync(at('.')));
    const open = readdirSync('/proc/self/fd').length;
    expect(names(folder)).toEqual(['file']);
    expect(names(folder, dev + 1)).toBeUndefined();
    expect(() => names(join(root, 'link', 'inner'))).toThrow('a link was put in its place');
    expect(() => names(join(root, 'real', 'other'))).toThrow(/ENOTDIR|ELOOP/);
    expect(() => names(join(root, 'gone'))).toThrow('ENOENT');
    expect(readdirSync('/proc/self/fd')).toHaveLength(open);
  },
);

test.skipIf(process.platform !== 'linux')(
  'what is put in its place meanwhile is not looked at, and the process stands where it stood (skipped but on Linux)',
  () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-pinned-')));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const folder = join(root, 'folder');
    for (const [name, text] of [
      ['folder', ''],
      ['secret', 'long'],
    ] as const) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'file'), text);
    }
    const { dev } = lstatSync(folder);
    const home = process.cwd();
    const seen = inFolderNow(folder, dev, (at) => {
      renameSync(folder, join(root, 'away'));
      symlinkSync('secret', folder);
      return { names: readdirSync(at('.')), size: lstatSync(at('file')).size };
    });
    expect(seen).toEqual({ names: ['file'], size: 0 });
    expect(process.cwd()).toBe(home);
    const away = join(root, 'away');
    const failing = (): unknown =>
      inFolderNow(away, dev, () => {
        throw new Error('broken');
      });
    expect(failing).toThrow('broken');
    expect(process.cwd()).toBe(home);
  },
);

test.skipIf(process.platform !== 'linux')(
  'where the process could not come back to, it does not leave, and what lies in the folder is seen all the same (skipped but on Linux)',
  () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-pinned-')));
    const home = process.cwd();
    onTestFinished(() => {
      process.chdir(home);
      rmSync(root, { recursive: true });
    });
    mkdirSync(join(root, 'gone'));
    mkdirSync(join(root, 'folder'));
    writeFileSync(join(root, 'folder', 'file'), '');
    process.chdir(join(root, 'gone'));
    rmSync(join(root, 'gone'), { recursive: true });
    const { dev } = lstatSync(join(root, 'folder'));
    expect(inFolderNow(join(root, 'folder'), dev, (at) => readdirSync(at('.')))).toEqual(['file']);
  },
);
