import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { checkName } from './edits.ts';
import { languageOf } from './languages.ts';
import { compiled } from './skeleton-compiled.ts';
import { scripts } from './skeleton-files.ts';
import { type Planned, readOutline } from './skeleton-outline.ts';
import { firstBroken, lineOf, withTree } from './syntax.ts';

type Skeleton = Actions['skeleton'];

/** All files or none: nothing that is there is replaced. */
export const skeleton: ActionRun<Skeleton['input'], Skeleton['output']> = async (
  { folder, outline, dryRun },
  context,
) => {
  const planned = readOutline(outline);
  planned.forEach(checkNames);
  const files: Skeleton['output']['files'] = [];
  for (const file of planned) {
    const text = textOf(file, planned);
    await refuseUnreadable(file, text);
    files.push({ name: file.name, definitions: file.items.length, text });
  }
  for (const { name } of files) {
    const path = `${folder}/${name}`;
    if (await context.files.status(path))
      fail('already-exists', `${path} exists already; nothing was written`, { path });
  }
  if (!dryRun) for (const { name, text } of files) await context.files.write(`${folder}/${name}`, text);
  return { folder, dryRun, files };
};

function textOf(file: Planned, beside: readonly Planned[]): string {
  const write = { ...scripts, ...compiled }[file.language];
  return write ? write(file, beside) : fail('unsupported', `No skeleton is written in ${file.language}`);
}

function checkNames({ items, language }: Planned): void {
  for (const item of items) {
    if (item.kind === 'function') checkName(item.function.name, language, 'outline');
    else if (item.kind === 'const') checkName(item.field.name, language, 'outline');
    else [item.name, ...item.fields.map(({ name }) => name)].forEach((name) => checkName(name, language, 'outline'));
  }
}

/** A text between quotes of an outline can be anything; what cannot be read is not written. */
async function refuseUnreadable({ name }: Planned, text: string): Promise<void> {
  const language = languageOf(name);
  if (!language) return;
  const line = await withTree(text, language, (root) => {
    const broken = firstBroken(root);
    return broken && lineOf(broken);
  });
  if (line !== undefined)
    fail('invalid-input', `Line ${line} of ${name} would be no code: look at the names and what is said of them`, {
      field: 'outline',
    });
}
