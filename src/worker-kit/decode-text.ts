import { plainTextCodec } from './host-side/plain-text-codec.ts';

/** Bytes as UTF-8 text, in every tier; what is not UTF-8 becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  const decoder = plainTextCodec.createDecoder();
  return decoder.write(bytes) + decoder.end();
}
