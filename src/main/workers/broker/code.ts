import type { FileHandle } from 'node:fs/promises';
import { strictObject } from '../../../contract/strict-object.ts';
import { z } from 'zod';
import { codeNeed } from '../../base/commands/code-need.ts';
import { HeronError } from '../../base/errors.ts';
import { languages } from '../written-code/languages.ts';
import type { RanCode } from '../written-code/code-runner.ts';
import type { GivenFile } from '../written-code/workspace.ts';
import type { RuleRefusal } from './access.ts';
import type { BrokerCall } from './broker-call.ts';
import { allowFile } from './file-access.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { Handle, Offset, Path } from './parameters.ts';
import { openFile } from './paths/open-file.ts';

const ranCode: HandleKind<RanCode> = { label: 'code', close: (ran) => ran.close() };

const mostGivenBytes = 32 * 1024 * 1024;
const chunkBytes = 256 * 1024;

/** Nothing that is a path, and nothing hidden. */
const Name = z.string().regex(/^(?!\.)[^/\\\p{C}\p{Zl}\p{Zp}]{1,200}$/u, 'expected a plain file name');

const run = method('code.run', {
  parameters: strictObject(() => ({
    language: z.enum(languages),
    code: z.string().min(1).max(262_144),
    input: z.string().max(16 * 1024 * 1024),
    files: z.array(z.strictObject({ path: Path, name: Name })).max(32),
    limits: z.strictObject({
      wallMs: z.int().min(1).max(3_600_000),
      cpuMs: z.int().min(1).max(3_600_000),
      memoryMb: z.int().min(16).max(4096),
      keptOutputBytes: z
        .int()
        .min(0)
        .max(1024 * 1024),
    }),
  })),
  async run(call, { language, code, input, files, limits }) {
    const names = files.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new HeronError('invalid-input', `Two of the files are called ${twice}`);
    const { handle, thing } = await call.handles.open(ranCode, async () => {
      const need = codeNeed({ language, code, input });
      const refusal = secretInCode(call, [code, input]);
      if (refusal) call.access.refuse('code.run', need, refusal);
      await call.access.allow('code.run', need);
      const opened: FileHandle[] = [];
      try {
        const given = await openAll(call, files, opened);
        return await call.code.run({ language, code, input, files: given, limits, signal: call.signal });
      } finally {
        await Promise.all(opened.map((file) => file.close()));
      }
    });
    const { exitCode, signal, limit, output, durationMs, artifacts, leftOut } = thing;
    const [stdout, stderr] = [output.stdout, output.stderr].map(({ text, bytes, isCut }) => ({
      text,
      bytes,
      isCut,
    })) as [Shown, Shown];
    return { value: { handle, exitCode, signal, limit, stdout, stderr, durationMs, artifacts, leftOut } };
  },
});

/** Code is shown and kept with its question, and what it prints may say a value in other words. */
function secretInCode({ scrubber }: BrokerCall, texts: string[]): RuleRefusal | undefined {
  const secret = texts.map((text) => scrubber.find(text)).find((found) => found !== undefined);
  if (secret === undefined) return undefined;
  return { rule: 'secret in code', message: `The code holds the secret ${secret}; it is not run` };
}

type Shown = { text: string; bytes: number; isCut: boolean };

/** Judges all of them before anything runs. */
async function openAll(
  call: BrokerCall,
  files: { path: string; name: string }[],
  opened: FileHandle[],
): Promise<GivenFile[]> {
  const given: GivenFile[] = [];
  let bytes = 0;
  for (const { path, name } of files) {
    const target = await allowFile(call, { operation: 'code.run', capability: 'files.read', path, means: 'target' });
    const { file, stats } = await openFile(target);
    opened.push(file);
    const refusal = await call.linkedSecrets.against(target, stats);
    if (refusal) call.access.refuse('code.run', { capability: 'files.read', target }, refusal);
    bytes += stats.size;
    if (bytes > mostGivenBytes) {
      const message = `Code can be given ${mostGivenBytes} bytes of files at a time`;
      throw new HeronError('limit-exceeded', message, { limit: 'givenBytes', value: mostGivenBytes });
    }
    given.push({ name, chunks: chunksOf(file, stats.size) });
  }
  return given;
}

/** No more than it had when it was judged. */
async function* chunksOf(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, Math.min(chunkBytes, size - at), at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const read = method('code.read', {
  parameters: strictObject(() => ({ handle: Handle, name: z.string().max(4096), start: Offset })),
  run: (call, { handle, name, start }) =>
    call.handles.use(ranCode, handle, async (ran) => {
      const { bytes, done } = await ran.read(name, start);
      return { value: { done }, ...(bytes.byteLength > 0 ? { bytes } : {}) };
    }),
});

const close = method('code.close', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    await call.handles.close([ranCode], handle);
    return { value: null };
  },
});

export const codeMethods = [run, read, close];
