import { readFile } from 'node:fs/promises';
import { ConsoleStdout, File, type Inode, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { HeronError } from '../../base/errors.ts';
import type { Asks } from '../wire.ts';
import type { Answer } from './open-ask.ts';

/** Compiling takes longer than a sentence. */
let kept: { path: string; module: Promise<WebAssembly.Module> } | undefined;

function compiled(path: string): Promise<WebAssembly.Module> {
  if (kept?.path === path) return kept.module;
  const module = readFile(path).then((bytes) => WebAssembly.compile(bytes));
  kept = { path, module };
  module.catch(() => (kept = undefined));
  return module;
}

const soundFile = 'said.wav';

export const answerByFlite: Answer = async ({ kind, question }) => {
  if (kind === 'readOut') return readOut(question);
  throw new HeronError('unsupported', `flite does not ${kind} here`);
};

/** flite is a program: it is started anew for each text, in a folder that is in memory alone. */
async function readOut({ module, text, voice, rate }: Asks['readOut']['question']): Promise<Asks['readOut']['answer']> {
  const stretch = `duration_stretch=${(1 / rate).toFixed(2)}`;
  const args = ['flite', '-voice', voice, '--setf', stretch, '-t', text, '-o', soundFile];
  let complaint = '';
  const listen = (): ConsoleStdout => ConsoleStdout.lineBuffered((line) => (complaint = line));
  const folder = new PreopenDirectory('.', new Map<string, Inode>());
  const wasi = new WASI(args, [], [new OpenFile(new File([])), listen(), listen(), folder], { debug: false });
  const instance = await WebAssembly.instantiate(await compiled(module), { wasi_snapshot_preview1: wasi.wasiImport });
  const code = wasi.start(instance as unknown as Parameters<WASI['start']>[0]);
  const sound = folder.dir.contents.get(soundFile);
  if (code === 0 && sound instanceof File && sound.data.length > 0) return { wav: sound.data };
  throw new HeronError('provider', `flite could not say a sentence: ${complaint === '' ? `code ${code}` : complaint}`);
}
