import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { filesIn, type FoundFile, nameMatcher } from './folder.ts';
import { createPlaces } from './places.ts';

type Organise = Actions['organise'];
type Input = Organise['input'];

/** The folder a file belongs into, relative to the one that is organised; undefined: it stays. */
type Chooser = (file: FoundFile) => string | undefined;

export const organise: ActionRun<Input, Organise['output']> = async (input, context) => {
  const { path, recursive, apply, limit } = input;
  const choose = chooserOf(input, context.now());
  const placeIn = createPlaces(context);
  const moves: { from: string; to: string; bytes: number }[] = [];
  const folders = new Map<string, number>();
  const files: FoundFile[] = [];
  for await (const file of filesIn(path, { recursive }, context)) files.push(file);
  // The whole is planned before anything is moved.
  for (const file of files) {
    const folder = choose(file);
    if (folder === undefined || file.path === `${path}/${folder}/${file.name}`) continue;
    moves.push({ from: file.path, to: await placeIn(`${path}/${folder}`, file.name), bytes: file.bytes });
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  for (const [index, { from, to }] of apply ? moves.entries() : []) {
    context.signal.throwIfAborted();
    await context.files.move(from, to);
    if (index % 100 === 0) context.progress({ percent: Math.floor((index / moves.length) * 100) });
  }
  return {
    path,
    applied: apply,
    moves: moves.slice(0, limit).map(({ from, to }) => ({ from, to })),
    total: moves.length,
    bytes: moves.reduce((sum, { bytes }) => sum + bytes, 0),
    folders: [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([folder, count]) => ({ folder, files: count })),
  };
};

function chooserOf({ by, rules }: Input, now: number): Chooser {
  if (by === 'rules') return chooserByRules(rules, now);
  if (rules.length > 0) fail('invalid-input', 'Rules decide only with `by` = rules', { field: 'rules' });
  if (by === 'type') return ({ name }) => kindOf(name);
  if (by === 'size') return ({ bytes }) => (bytes < 1e6 ? 'Small' : bytes < 1e8 ? 'Medium' : 'Large');
  return ({ modifiedAt }) => new Date(modifiedAt).toISOString().slice(0, by === 'month' ? 7 : 4);
}

function chooserByRules(rules: Input['rules'], now: number): Chooser {
  if (rules.length === 0) fail('invalid-input', 'Say the rules', { field: 'rules' });
  const compiled = rules.map(({ folder, pattern, olderThanDays = 0, largerThanBytes = -1 }, index) => {
    if (!folder.split(/[/\\]/).every((part) => /^[^.\p{C}:][^\p{C}:]*$/u.test(part))) {
      fail('invalid-input', `${folder} is no folder within the one that is organised`, {
        field: `rules.${index}.folder`,
      });
    }
    const isNamed = pattern === undefined ? () => true : nameMatcher(pattern);
    const before = now - olderThanDays * 86_400_000;
    const fits = ({ name, bytes, modifiedAt }: FoundFile): boolean =>
      isNamed(name) && modifiedAt <= before && bytes > largerThanBytes;
    return { folder: folder.replaceAll('\\', '/'), fits };
  });
  return (file) => compiled.find(({ fits }) => fits(file))?.folder;
}

const kinds: Record<string, string> = {
  Pictures: 'jpg jpeg png gif webp heic heif tif tiff bmp svg raw cr2 nef dng avif ico psd',
  Videos: 'mp4 mkv mov avi webm m4v wmv flv mpg mpeg 3gp',
  Music: 'mp3 flac wav ogg oga opus m4a aac wma aiff mid midi',
  Documents: 'pdf doc docx odt rtf txt md pages tex epub mobi djvu ppt pptx odp key',
  Tables: 'xls xlsx ods csv tsv numbers parquet',
  Archives: 'zip tar gz tgz bz2 xz zst 7z rar iso dmg',
  Programs: 'exe msi deb rpm appimage pkg apk jar run',
  Code: 'js ts tsx jsx py rs go c h cpp hpp java rb php sh sql html css json yaml yml toml xml',
};

const kindByEnding = new Map(
  Object.entries(kinds).flatMap(([kind, endings]) => endings.split(' ').map((ending) => [ending, kind] as const)),
);

function kindOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return (dot > 0 ? kindByEnding.get(name.slice(dot + 1).toLowerCase()) : undefined) ?? 'Other';
}
