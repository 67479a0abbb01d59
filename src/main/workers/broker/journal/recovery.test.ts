import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { changeRows, type NewChange } from './change-rows.ts';
import { hiddenName } from './entry.ts';
import { type FakeJournal, fakeScope as scope, snapshot, startFakeJournal } from './fake-journal.ts';

let journal: FakeJournal;
beforeEach(() => {
  const started = startFakeJournal();
  onTestFinished(() => started.end());
  journal = started;
  mkdirSync(kept(), { recursive: true });
});

const at = (...names: string[]): string => join(journal.folder, ...names);
const kept = (...names: string[]): string => join(journal.undoFolder, scope.runId, ...names);
const inode = (path: string): string => String(statSync(path).ino);

/** Puts the journal's rows and the disk as an interruption leaves them. */
type Interruption = {
  name: string;
  /** The state of the disk, and the row that was written before it came to that. */
  prepare: () => Omit<NewChange, 'runId' | 'taskId' | 'at'>;
  /** What the folder holds after the next start, and after undoing. */
  files: string[];
  changes: string[];
  undone: string[];
};

const stampOfWhole = `file:5:0:${createHash('sha256').update('whole').digest('hex')}`;
const temporary = hiddenName('tmp');
const aside = hiddenName('aside');

const interruptions: Interruption[] = [
  {
    name: 'while a file was being written',
    prepare: () => {
      writeFileSync(at(temporary), 'half');
      return { kind: 'created', path: at('new'), temporary: at(temporary), state: 'writing' };
    },
    files: [],
    changes: [],
    undone: [],
  },
  {
    name: 'before a new file got its name',
    prepare: () => {
      writeFileSync(at(temporary), 'whole');
      const row = { kind: 'created', path: at('new'), temporary: at(temporary), state: 'pending' } as const;
      return { ...row, inode: inode(at(temporary)) };
    },
    files: [],
    changes: [],
    undone: [],
  },
  {
    name: 'when a new file had its name and the temporary one',
    prepare: () => {
      writeFileSync(at(temporary), 'whole');
      linkSync(at(temporary), at('new'));
      const row = { kind: 'created', path: at('new'), temporary: at(temporary), state: 'pending' } as const;
      return { ...row, inode: inode(at('new')), stampAfter: stampOfWhole };
    },
    files: ['new'],
    changes: ['created'],
    undone: [],
  },
  {
    name: 'when a new file was in its place',
    prepare: () => {
      writeFileSync(at('new'), 'whole');
      const row = { kind: 'created', path: at('new'), temporary: at(temporary), state: 'pending' } as const;
      return { ...row, inode: inode(at('new')), stampAfter: stampOfWhole };
    },
    files: ['new'],
    changes: ['created'],
    undone: [],
  },
  {
    name: 'when the old file was kept and not yet replaced',
    prepare: () => {
      writeFileSync(at('file'), 'old');
      linkSync(at('file'), kept('1'));
      writeFileSync(at(temporary), 'whole');
      const row = { kind: 'replaced', path: at('file'), temporary: at(temporary), state: 'pending' } as const;
      return { ...row, backup: kept('1'), inode: inode(at(temporary)) };
    },
    files: ['file'],
    changes: [],
    undone: ['file'],
  },
  {
    name: 'when a file was replaced',
    prepare: () => {
      writeFileSync(kept('1'), 'old');
      writeFileSync(at('file'), 'whole');
      const row = { kind: 'replaced', path: at('file'), temporary: at(temporary), state: 'pending' } as const;
      return { ...row, backup: kept('1'), inode: inode(at('file')), stampAfter: stampOfWhole };
    },
    files: ['file'],
    changes: ['replaced'],
    undone: ['file'],
  },
  {
    name: 'before a folder was removed',
    prepare: () => {
      mkdirSync(at('folder'));
      return { kind: 'deleted', path: at('folder'), backup: kept('1'), inode: inode(at('folder')), state: 'pending' };
    },
    files: ['folder'],
    changes: [],
    undone: ['folder'],
  },
  {
    name: 'when a folder was removed',
    prepare: () => {
      mkdirSync(kept('1', 'deep'), { recursive: true });
      return { kind: 'deleted', path: at('folder'), backup: kept('1'), inode: inode(kept('1')), state: 'pending' };
    },
    files: [],
    changes: ['deleted'],
    undone: ['folder', 'folder/deep'],
  },
  {
    name: 'when a removed file had both names',
    prepare: () => {
      writeFileSync(at('file'), 'x');
      linkSync(at('file'), kept('1'));
      return { kind: 'deleted', path: at('file'), backup: kept('1'), inode: inode(at('file')), state: 'pending' };
    },
    files: [],
    changes: ['deleted'],
    undone: ['file'],
  },
  {
    name: 'when something hidden was being copied to another disk',
    prepare: () => {
      mkdirSync(at(aside, 'deep'), { recursive: true });
      mkdirSync(kept(temporary));
      const row = { kind: 'deleted', path: at('folder'), backup: kept('1'), state: 'pending' } as const;
      return { ...row, aside: at(aside), temporary: kept(temporary), inode: '1' };
    },
    files: ['folder', 'folder/deep'],
    changes: [],
    undone: ['folder', 'folder/deep'],
  },
  {
    name: 'when something was copied to another disk and the original still hidden',
    prepare: () => {
      mkdirSync(at(aside, 'deep'), { recursive: true });
      mkdirSync(kept('1', 'deep'), { recursive: true });
      const row = { kind: 'deleted', path: at('folder'), backup: kept('1'), state: 'pending' } as const;
      return { ...row, aside: at(aside), temporary: kept(temporary), inode: inode(kept('1')) };
    },
    files: [],
    changes: ['deleted'],
    undone: ['folder', 'folder/deep'],
  },
  {
    name: 'before a file was moved',
    prepare: () => {
      writeFileSync(at('from'), 'x');
      return { kind: 'moved', path: at('from'), movedTo: at('to'), inode: inode(at('from')), state: 'pending' };
    },
    files: ['from'],
    changes: [],
    undone: ['from'],
  },
  {
    name: 'when a moved file had both names',
    prepare: () => {
      writeFileSync(at('from'), 'x');
      linkSync(at('from'), at('to'));
      const row = { kind: 'moved', path: at('from'), movedTo: at('to'), state: 'pending' } as const;
      return { ...row, inode: inode(at('to')), stampAfter: `file:1:${Math.round(statSync(at('to')).mtimeMs)}:` };
    },
    files: ['to'],
    changes: ['moved'],
    undone: ['from'],
  },
  {
    name: 'before a folder was made',
    prepare: () => ({ kind: 'folder-created', path: at('folder'), state: 'pending' }),
    files: [],
    changes: [],
    undone: [],
  },
  {
    name: 'when a folder was made',
    prepare: () => {
      mkdirSync(at('folder'));
      return { kind: 'folder-created', path: at('folder'), state: 'pending' };
    },
    files: ['folder'],
    changes: ['folder-created'],
    undone: [],
  },
  {
    name: 'while undoing, before a removed folder was back',
    prepare: () => {
      mkdirSync(kept('1'));
      return { kind: 'deleted', path: at('folder'), backup: kept('1'), inode: inode(kept('1')), state: 'undoing' };
    },
    files: [],
    changes: ['deleted'],
    undone: ['folder'],
  },
  {
    name: 'while undoing, when a removed folder was back',
    prepare: () => {
      mkdirSync(at('folder'));
      return { kind: 'deleted', path: at('folder'), backup: kept('1'), inode: inode(at('folder')), state: 'undoing' };
    },
    files: ['folder'],
    changes: ['deleted undone'],
    undone: ['folder'],
  },
  {
    name: 'while undoing, when the old file was ready and not yet back',
    prepare: () => {
      writeFileSync(at('file'), 'whole');
      writeFileSync(kept('1'), 'old');
      linkSync(kept('1'), at(temporary));
      const row = { kind: 'replaced', path: at('file'), temporary: at(temporary), backup: kept('1') } as const;
      return { ...row, inode: inode(kept('1')), stampAfter: stampOfWhole, state: 'undoing' };
    },
    files: ['file'],
    changes: ['replaced'],
    undone: ['file'],
  },
  {
    name: 'while undoing, when the old file was back',
    prepare: () => {
      writeFileSync(kept('1'), 'old');
      linkSync(kept('1'), at('file'));
      const row = { kind: 'replaced', path: at('file'), temporary: at(temporary), backup: kept('1') } as const;
      return { ...row, inode: inode(kept('1')), stampAfter: stampOfWhole, state: 'undoing' };
    },
    files: ['file'],
    changes: ['replaced undone'],
    undone: ['file'],
  },
  {
    name: 'while undoing, when a new file was gone',
    prepare: () => ({ kind: 'created', path: at('new'), stampAfter: 'file:5:0:', state: 'undoing' }),
    files: [],
    changes: ['created undone'],
    undone: [],
  },
  {
    name: 'while undoing, when a moved file was back',
    prepare: () => {
      writeFileSync(at('from'), 'x');
      const row = { kind: 'moved', path: at('from'), movedTo: at('to'), state: 'undoing' } as const;
      return { ...row, inode: inode(at('from')), stampAfter: 'file:1:0:' };
    },
    files: ['from'],
    changes: ['moved undone'],
    undone: ['from'],
  },
];

describe('after an interruption', () => {
  test.for(interruptions)('$name: settled at the start, and undone', async ({ prepare, files, changes, undone }) => {
    changeRows(journal.database).insert({ ...scope, at: 1, ...prepare() });
    const again = await journal.restart();
    expect(Object.keys(snapshot(journal.folder))).toEqual(files);
    const listed = await again.changes(scope.runId);
    expect(listed.map((change) => change.kind + (change.undone ? ' undone' : ''))).toEqual(changes);
    expect((await again.undo(scope.runId)).conflicts).toEqual([]);
    expect(Object.keys(snapshot(journal.folder))).toEqual(undone);
    expect(changeRows(journal.database).unsettled()).toEqual([]);
  });

  test('what cannot be settled now is settled at a later start', async () => {
    mkdirSync(at(aside));
    mkdirSync(at('folder'));
    const row = { kind: 'moved', path: at('folder'), movedTo: at('to'), aside: at(aside), inode: '1' } as const;
    changeRows(journal.database).insert({ ...scope, at: 1, state: 'pending', ...row });
    await journal.restart();
    expect(readdirSync(journal.folder).toSorted()).toEqual([aside, 'folder']);
    rmSync(at('folder'), { recursive: true });
    await journal.restart();
    expect(readdirSync(journal.folder)).toEqual(['folder']);
  });

  test('a file that somebody replaced before the next start is a conflict, not a loss', async () => {
    writeFileSync(kept('1'), 'old');
    writeFileSync(at('file'), 'somebody else');
    const row = { kind: 'replaced', path: at('file'), temporary: at(temporary), backup: kept('1') } as const;
    const stamp = { inode: '1', stampAfter: stampOfWhole, state: 'pending' } as const;
    changeRows(journal.database).insert({ ...scope, at: 1, ...row, ...stamp });
    const again = await journal.restart();
    expect((await again.undo(scope.runId)).conflicts).toHaveLength(1);
    expect(readdirSync(kept())).toEqual(['1']);
  });
});
