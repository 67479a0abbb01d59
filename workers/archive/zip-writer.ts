import { configure, ZipWriter } from '@zip.js/zip.js';
import type { Pack } from './pack.ts';
import { writtenBytes } from './written-bytes.ts';
import { ZipFileReader } from './zip-file-reader.ts';

configure({ useWebWorkers: false });

export const packZip: Pack = (entries, context, onRead) =>
  writtenBytes(async (writable) => {
    const zip = new ZipWriter(writable);
    let bytesRead = 0;
    const count = (bytes: number): void => onRead((bytesRead += bytes));
    for (const { kind, path, name, size, modifiedAt, mode } of entries) {
      context.signal.throwIfAborted();
      const attributes = { lastModDate: new Date(modifiedAt), unixMode: mode & 0o777 };
      if (kind === 'folder') await zip.add(`${name}/`, undefined, { ...attributes, directory: true });
      else await zip.add(name, new ZipFileReader(path, size, context, count), attributes);
    }
    await zip.close();
  });
