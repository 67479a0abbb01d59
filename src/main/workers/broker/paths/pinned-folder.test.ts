import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
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
