import { fail, type WorkerContext } from 'heron/worker-kit';
import type { ArchiveEntry, EntryKind } from './archive-entry.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { givenBytes } from './given-bytes.ts';
import { archivePath, runSevenZip, type SeekableSource, type SevenZipEnd } from './seven-zip.ts';

const mostListing = 256 * 1024 * 1024;
const longestLinkTarget = 4096;

export type SevenZipArchive = { path: string; source: SeekableSource; password: string | undefined };
type Listed = { name: string; kind: EntryKind; size: number; mode: number | undefined; isEncrypted: boolean };

/** A file of the context as 7-Zip reads it: it asks in small pieces, and gets them from a larger one. */
export function sourceOf(path: string, size: number, context: WorkerContext): SeekableSource {
  const pieceBytes = 256 * 1024;
  let piece: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };
  return {
    size,
    async read(start, end) {
      const at = start - piece.start;
      if (at >= 0 && at < piece.bytes.byteLength) return piece.bytes.subarray(at, at + end - start);
      const wanted = Math.min(size, Math.max(end, start + pieceBytes));
      context.signal.throwIfAborted();
      const chunks = await Array.fromAsync(context.files.read(path, { start, end: wanted }));
      piece = { start, bytes: Buffer.concat(chunks) };
      return piece.bytes.subarray(0, end - start);
    },
  };
}

/**
 * What a 7z archive holds, in its order. The bytes of all files come as one stream, which begins when the first are asked for
 * and passes over those that are not. With a password that is wrong nothing is given.
 */
export async function* readSevenZip(archive: SevenZipArchive): AsyncGenerator<ArchiveEntry> {
  const listed = await list(archive);
  const locked = listed.find(({ isEncrypted }) => isEncrypted);
  if (locked && archive.password !== undefined) await tryPassword(archive, locked.name);
  let pass: ByteReader | undefined;
  let [passed, at] = [0, 0];
  const bytesFrom = async (start: number): Promise<ByteReader> => {
    pass ??= createByteReader(contents(archive));
    await pass.skip(start - passed);
    passed = start;
    return pass;
  };
  try {
    for (const { name, kind, size, mode, isEncrypted } of listed) {
      const start = at;
      at += size;
      const isProtected = isEncrypted && archive.password === undefined;
      async function* content(): AsyncGenerator<Uint8Array> {
        const bytes = await bytesFrom(start);
        for await (const chunk of bytes.stream(size).read()) {
          passed += chunk.byteLength;
          yield chunk;
        }
      }
      const linkTarget = kind === 'link' && !isProtected ? await targetOf(name, size, content) : undefined;
      yield { name, kind, size: kind === 'file' ? size : 0, mode, linkTarget, isProtected, content };
    }
  } finally {
    await pass?.close();
  }
}

async function targetOf(name: string, size: number, content: () => AsyncGenerator<Uint8Array>): Promise<string> {
  if (size > longestLinkTarget) fail('invalid-input', `The link ${name} is too long`);
  return Buffer.concat(await Array.fromAsync(content())).toString('utf8');
}

/** Names are never patterns, nothing is asked for, and text is UTF-8. */
function words(command: string, { password = '' }: SevenZipArchive): string[] {
  return [command, '-spd', '-y', '-sccUTF-8', '-bd', `-p${password}`];
}

function contents(archive: SevenZipArchive): AsyncGenerator<Uint8Array> {
  return givenBytes(async (onOutput) => {
    const args = [...words('x', archive), '-so', '-t7z', archivePath];
    refuse(archive, await runSevenZip({ args, archive: archive.source, onOutput }));
  });
}

async function tryPassword(archive: SevenZipArchive, name: string): Promise<void> {
  const args = [...words('t', archive), '-t7z', archivePath, '--', name];
  refuse(archive, await runSevenZip({ args, archive: archive.source, onOutput: () => undefined }));
}

async function list(archive: SevenZipArchive): Promise<Listed[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onOutput = (chunk: Uint8Array): void => {
    if ((bytes += chunk.byteLength) > mostListing) fail('limit-exceeded', `${archive.path} names too many files`);
    chunks.push(Buffer.from(chunk));
  };
  const args = [...words('l', archive), '-slt', '-ba', '-t7z', archivePath];
  const end = await runSevenZip({ args, archive: archive.source, onOutput });
  refuse(archive, end);
  return Buffer.concat(chunks)
    .toString('utf8')
    .split('\n\n')
    .map(entryIn)
    .filter((entry) => entry !== undefined);
}

function entryIn(block: string): Listed | undefined {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(' = ');
      return at === -1 ? [line.replace(/ =$/, ''), ''] : [line.slice(0, at), line.slice(at + 3)];
    }),
  );
  const name = fields.get('Path');
  if (name === undefined) return undefined;
  const [, letter = '', rights = ''] = /(?:^| )([-dlcbps])([-rwxsStT]{9})$/.exec(fields.get('Attributes') ?? '') ?? [];
  const isFolder = letter === 'd' || /^\S*D/.test(fields.get('Attributes') ?? '') || fields.get('Folder') === '+';
  const kind = isFolder ? 'folder' : letter === 'l' ? 'link' : letter === '' || letter === '-' ? 'file' : 'other';
  const isEncrypted = fields.get('Encrypted') === '+';
  return { name, kind, size: isFolder ? 0 : Number(fields.get('Size') || 0), mode: modeOf(rights), isEncrypted };
}

/** `rwxr-xr-x` as bits. */
function modeOf(rights: string): number | undefined {
  if (rights === '') return undefined;
  let bits = 0;
  for (const letter of rights) bits = bits * 2 + (/[-ST]/.test(letter) ? 0 : 1);
  return bits;
}

function refuse({ path, password }: SevenZipArchive, { code, errors }: SevenZipEnd): void {
  if (code === 0) return;
  const told =
    errors
      .split('\n')
      .find((line) => /^(error|warning|can)/i.test(line.trim()))
      ?.trim() ?? `7-Zip ended with ${code}`;
  if (/password|encrypted/i.test(errors)) {
    if (password === undefined) {
      fail('unsupported', `${path} needs a password even to be listed; say in which file it is (passwordFile)`);
    }
    fail('invalid-input', `The password does not open ${path}`, { field: 'passwordFile' });
  }
  fail('invalid-input', `${path} is damaged: ${told.slice(0, 300)}`, { path });
}
