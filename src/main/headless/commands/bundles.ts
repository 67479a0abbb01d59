import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type BundleContent, bundleEnding, type Redaction } from '../../../contract/bundles.ts';
import { fileError, HeronError } from '../../base/errors.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { counted, sizeText } from '../amounts.ts';
import { exitCode } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { printableLine } from '../../base/printable.ts';
import { createProgressLine } from '../progress-line.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, withEngine } from './command.ts';

export type ExportOptions = { out?: string; withFiles?: boolean; redact: Redaction; dryRun?: boolean; json?: boolean };

const pieceBytes = 512 * 1024;

/** `heron runs export <run>`: writes a run to a file, or with `--dry-run` says what would be in it. */
export function exportRun(
  { terminal, openEngine }: CommandParts,
  runId: string,
  options: ExportOptions,
): Promise<number> {
  const { redact: redaction, withFiles = false, dryRun, json } = options;
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await findRun(client, runId);
    const request = { runId, redaction, withFiles };
    if (dryRun) {
      const content = await client.bundles.preview(request);
      for (const line of json ? [JSON.stringify(content)] : contentLines(content)) terminal.out(line);
      return exitCode.completed;
    }
    const file = resolve(terminal.cwd, options.out ?? `${runId}${bundleEnding}`);
    const content = await writeFile(terminal, file, await client.bundles.make(request));
    if (json) terminal.out(JSON.stringify({ file, ...content }));
    else {
      terminal.out(printableLine(file));
      for (const line of contentLines(content)) terminal.err(line);
    }
    return exitCode.completed;
  });
}

type Pieces = Awaited<ReturnType<EngineClient['bundles']['make']>>;

/** Under another name until it is whole. Errors: `already-exists`; then nothing was written. */
async function writeFile(terminal: Terminal, file: string, pieces: Pieces): Promise<BundleContent> {
  if (existsSync(file))
    throw new HeronError('already-exists', `${file} exists already; name another with --out`, { path: file });
  const unfinished = `${file}.unfinished`;
  const showProgress = createProgressLine(terminal, 'Exporting');
  const endListening = terminal.onInterrupt(() => void pieces.return?.(undefined));
  let content: BundleContent | undefined;
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      for await (const { bytes, done, total, content: whole } of pieces) {
        await handle.writeFile(Buffer.from(bytes, 'base64'));
        showProgress(done, total);
        content = whole ?? content;
      }
    } finally {
      await handle.close();
    }
    if (!content) throw new HeronError('cancelled', 'The export was ended; nothing was written');
    await rename(unfinished, file);
    return content;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error instanceof Error && 'syscall' in error ? fileError(error, file) : error;
  } finally {
    endListening();
  }
}

function contentLines({ blanked, ...content }: BundleContent): string[] {
  const { secrets, homeFolder, userName, hostName, values } = blanked;
  const taken = [
    counted(secrets, 'text with a secret', 'texts with secrets'),
    counted(homeFolder, 'mention of your home folder', 'mentions of your home folder'),
    counted(userName, 'of your user name', 'of your user name'),
    counted(hostName, "of this machine's name", "of this machine's name"),
    ...(values > 0 ? [counted(values, 'text, but for its length', 'texts, but for their length')] : []),
  ];
  return [
    `in it       ${counted(content.events, 'event')}, ${counted(content.actions, 'action')}, ${counted(content.files, 'changed file')}, ${counted(content.diffs, 'difference')}`,
    `size        ${sizeText(content.bytes)} (${sizeText(content.bytesInside)} unpacked)`,
    `taken out   ${taken.join(', ')}`,
    `not in it   ${content.leftOut.join('; ')}`,
  ];
}

/** `heron runs open <file>` */
export function openBundle(
  { terminal, openEngine }: CommandParts,
  given: string,
  { json }: { json?: boolean },
): Promise<number> {
  const file = resolve(terminal.cwd, given);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const bundleId = await handIn(client, file);
    const opened = await client.bundles.open({ bundleId, name: basename(file) });
    if (json) terminal.out(JSON.stringify(opened));
    else {
      terminal.out(opened.runId);
      const { runId, events, isNew } = opened;
      terminal.err(
        isNew ? `${counted(events, 'event')}; look at it with heron runs show ${runId}` : 'It was opened before',
      );
    }
    return exitCode.completed;
  });
}

async function handIn(client: EngineClient, file: string): Promise<string> {
  let bundleId: string | undefined;
  try {
    for await (const piece of createReadStream(file, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
      const bytes = piece.toString('base64');
      ({ bundleId } = await client.bundles.send({ bytes, ...(bundleId ? { bundleId } : {}) }));
    }
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? fileError(error, file) : error;
  }
  if (bundleId === undefined) throw new HeronError('invalid-input', `${file} is empty`, { path: file });
  return bundleId;
}

/** `heron runs remove <run>` */
export function removeOpened({ terminal, openEngine }: CommandParts, runId: string): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await findRun(client, runId);
    await client.bundles.remove({ runId });
    terminal.err('The opened run was removed');
    return exitCode.completed;
  });
}
