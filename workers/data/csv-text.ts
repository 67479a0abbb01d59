import { fail, type WorkerContext } from 'heron/worker-kit';

const sampleBytes = 256 * 1024;

/** `encoding` is a label of the web's TextDecoder. */
export type CsvShape = { encoding: string; delimiter: string };

/** Looks at the beginning of a file: what its characters are, and what stands between its cells. */
export async function csvShape(path: string, context: WorkerContext): Promise<CsvShape> {
  const start = Buffer.concat(await Array.fromAsync(context.files.read(path, { end: sampleBytes })));
  const encoding = encodingOf(start);
  const text = new TextDecoder(encoding).decode(start, { stream: true });
  if (text.includes('\0')) fail('invalid-input', `${path} is no text`, { path });
  return { encoding, delimiter: delimiterOf(text) };
}

/** What is not UTF-8 is taken for what older spreadsheets write. */
function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Of the usual ones that which the first line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const counts = new Map([',', ';', '\t', '|'].map((one) => [one, 0]));
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '\n' || character === '\r') break;
    else if (counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const [best = ','] = [...counts.keys()].toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return best;
}

/** The characters of a file. Errors: `invalid-input` where they turn out not to be of this encoding. */
export async function* textOf(path: string, encoding: string, context: WorkerContext): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of context.files.read(path)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    fail('invalid-input', `${path} begins as ${encoding} and is something else further on`, { path });
  }
}
