import { HeronError } from '../../base/errors.ts';

/** As its first piece, IHDR, has it. Errors: `invalid-input` for what is no PNG. */
export function pngSize(picture: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  const isPng =
    bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47 && bytes.toString('latin1', 12, 16) === 'IHDR';
  const size = isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : { width: 0, height: 0 };
  if (size.width > 0 && size.height > 0) return size;
  throw new HeronError('invalid-input', 'picture: expected a PNG', { path: 'picture' });
}
