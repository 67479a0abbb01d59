import type { TextCodec } from '../../../../worker-kit/host-side/text-codec.ts';

const encoder = new TextEncoder();

export const webTextCodec: TextCodec = {
  encode: (text) => encoder.encode(text),
  createDecoder() {
    const decoder = new TextDecoder();
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  },
};
