import { readFileSync } from 'node:fs';
import { fileError, HeronError } from '../base/errors.ts';

/** The mark of a word's beginning. */
const wordMark = '▁';

/**
 * A phrase in the pieces of words that a model was trained with, as its keyword spotter reads them: `▁HE Y ▁HER ON`. `file` is
 * the model's own list of pieces, as SentencePiece writes it. Errors: `invalid-input` for a phrase that has none, `not-found`, `storage`.
 */
export function phraseTokens(phrase: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw fileError(error, file);
  }
  const pieces = readPieces(bytes);
  const words = [phrase.toUpperCase(), phrase.toLowerCase()].map((text) => likeliest(text, pieces));
  const tokens = words.find((each) => each !== undefined);
  if (tokens) return tokens.join(' ');
  throw new HeronError('invalid-input', `The model for the wake phrase has no pieces for “${phrase}”`, { phrase });
}

/** The way to cut a text that has the highest score in all: what SentencePiece does with a unigram model. */
function likeliest(phrase: string, pieces: ReadonlyMap<string, number>): string[] | undefined {
  const text = phrase
    .split(' ')
    .map((word) => wordMark + word)
    .join('');
  const best: ({ score: number; cut: string[] } | undefined)[] = [{ score: 0, cut: [] }];
  for (let to = 1; to <= text.length; to += 1) {
    for (let from = 0; from < to; from += 1) {
      const before = best[from];
      const piece = text.slice(from, to);
      const score = pieces.get(piece);
      if (!before || score === undefined) continue;
      const sum = before.score + score;
      if (sum > (best[to]?.score ?? Number.NEGATIVE_INFINITY)) best[to] = { score: sum, cut: [...before.cut, piece] };
    }
  }
  return best[text.length]?.cut;
}

/** The pieces and their scores: fields 1 and 2 of the messages that are field 1 of the file, in protobuf's wire format. */
function readPieces(bytes: Buffer): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const { field, body } of fields(bytes)) {
    if (field !== 1) continue;
    let piece = '';
    let score = 0;
    for (const inner of fields(body)) {
      if (inner.field === 1) piece = inner.body.toString();
      if (inner.field === 2 && inner.body.length === 4) score = inner.body.readFloatLE();
    }
    if (piece !== '') pieces.set(piece, score);
  }
  return pieces;
}

type Field = { field: number; body: Buffer };

function* fields(bytes: Buffer): Generator<Field> {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at];
      at += 1;
      if (byte === undefined) throw damaged();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = number();
    const kind = key & 7;
    if (kind === 0) {
      number();
      continue;
    }
    const length = kind === 5 ? 4 : kind === 1 ? 8 : kind === 2 ? number() : Number.NaN;
    if (!(at + length <= bytes.length)) throw damaged();
    yield { field: Math.floor(key / 8), body: bytes.subarray(at, at + length) };
    at += length;
  }
}

function damaged(): HeronError {
  return new HeronError('provider', 'The list of pieces of the wake phrase model is damaged: download it again');
}
