import iconv from 'iconv-lite';
import { NodeFailure } from './call.ts';

/** Errors: nobody knows such an encoding. */
export function encodingOf(name: string): string {
  const isKnown: boolean = iconv.encodingExists(name);
  if (isKnown) return name;
  throw new NodeFailure(`There is no encoding ${name}`);
}

export function decoded(bytes: Buffer, encoding: string, stripsMark: boolean): string {
  return iconv.decode(bytes, encodingOf(encoding), { stripBOM: stripsMark });
}

export function encoded(words: string, encoding: string, addsMark: boolean): Buffer {
  return iconv.encode(words, encodingOf(encoding), { addBOM: addsMark });
}
