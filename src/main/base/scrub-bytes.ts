import { formsOf } from './secret-forms.ts';

/** Bytes as they come, with each value replaced by `[secret name]`, also where it lies across two pieces. */
export async function* scrubBytes(
  source: AsyncIterable<Uint8Array>,
  values: ReadonlyMap<string, string>,
): AsyncGenerator<Uint8Array> {
  const names = new Map(
    [...values].flatMap(([name, value]) => formsOf(value).map((form) => [latin1(form), name] as const)),
  );
  const forms = [...names.keys()].toSorted((a, b) => b.length - a.length);
  const [longest] = forms;
  if (longest === undefined) return yield* source;
  const pattern = new RegExp(forms.map((form) => RegExp.escape(form)).join('|'), 'g');
  let rest = '';

  /** What can be told of the text; a form may begin in what is kept back. */
  function clean(text: string, keptBack: number): string {
    const end = text.length - keptBack;
    let output = '';
    let at = 0;
    for (const { 0: form, index } of text.matchAll(pattern)) {
      if (index >= end) break;
      output += `${text.slice(at, index)}[secret ${names.get(form)}]`;
      at = index + form.length;
    }
    const from = Math.max(at, end);
    rest = text.slice(from);
    return output + text.slice(at, from);
  }

  for await (const piece of source) {
    const text = rest + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    const output = clean(text, Math.min(text.length, longest.length - 1));
    if (output !== '') yield Buffer.from(output, 'latin1');
  }
  const output = clean(rest, 0);
  if (output !== '') yield Buffer.from(output, 'latin1');
}

/** The bytes of a text, one character each. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
