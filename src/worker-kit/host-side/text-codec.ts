/** UTF-8 as each tier can do it: Node has the web's coders, a bare V8 has none. */
export type TextCodec = {
  encode(text: string): Uint8Array;
  /** Bytes may be split anywhere; a byte order mark at the start is dropped, what is not UTF-8 becomes U+FFFD. */
  createDecoder(): TextStreamDecoder;
};

export type TextStreamDecoder = { write(bytes: Uint8Array): string; end(): string };
