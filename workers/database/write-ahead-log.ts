import { fail } from 'heron/worker-kit';

/**
 * What a program has written to a database since its file was last brought up to date: SQLite's write-ahead log
 * (sqlite.org/fileformat2.html, 4). Only what ends in a commit counts; what comes after the first frame that is not whole was never there.
 * Errors: `limit-exceeded` for more than `most` bytes.
 */
export function withLog(file: Uint8Array, log: Uint8Array, most: number): Uint8Array {
  const frames = committed(log);
  if (!frames) return file;
  const { pages, pageSize, pageCount } = frames;
  const size = pageCount * pageSize;
  if (size > most) fail('limit-exceeded', `With what its log has it is ${size} bytes; at most ${most} can be opened`);
  const whole = new Uint8Array(size);
  whole.set(file.subarray(0, whole.byteLength));
  for (const [number, page] of pages) if (number <= pageCount) whole.set(page, (number - 1) * pageSize);
  return whole;
}

type Committed = { pages: Map<number, Uint8Array>; pageSize: number; pageCount: number };

const headerBytes = 32;
const frameBytes = 24;
/** The last digit says in which order the bytes of what is summed up stand. */
const magic = 0x37_7f_06_82;

/** The newest of each page that a commit is behind; undefined without a commit. */
function committed(log: Uint8Array): Committed | undefined {
  if (log.byteLength < headerBytes) return undefined;
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const kind = view.getUint32(0);
  if (kind !== magic && kind !== magic + 1) return undefined;
  const pageSize = view.getUint32(8);
  const sum = summing(view, kind === magic);
  const isSummedUp = (at: number): boolean =>
    view.getUint32(at) === sum.first() && view.getUint32(at + 4) === sum.second();
  sum.add(0, 24);
  if (!isSummedUp(24)) return undefined;
  const pages = new Map<number, Uint8Array>();
  let pageCount = 0;
  let since = new Map<number, Uint8Array>();
  for (let at = headerBytes; at + frameBytes + pageSize <= log.byteLength; at += frameBytes + pageSize) {
    // Salts of another time: this frame is left over from before the log was begun anew.
    if (view.getUint32(at + 8) !== view.getUint32(16) || view.getUint32(at + 12) !== view.getUint32(20)) break;
    sum.add(at, 8);
    sum.add(at + frameBytes, pageSize);
    if (!isSummedUp(at + 16)) break;
    since.set(view.getUint32(at), log.subarray(at + frameBytes, at + frameBytes + pageSize));
    const pagesAfterCommit = view.getUint32(at + 4);
    if (pagesAfterCommit === 0) continue;
    for (const [number, page] of since) pages.set(number, page);
    since = new Map();
    pageCount = pagesAfterCommit;
  }
  return pageCount === 0 ? undefined : { pages, pageSize, pageCount };
}

function summing(view: DataView, isLittleEndian: boolean) {
  const sums = new Uint32Array(2);
  return {
    first: () => sums[0],
    second: () => sums[1],
    add(from: number, bytes: number): void {
      let [first = 0, second = 0] = sums;
      for (let at = from; at < from + bytes; at += 8) {
        first = (first + view.getUint32(at, isLittleEndian) + second) >>> 0;
        second = (second + view.getUint32(at + 4, isLittleEndian) + first) >>> 0;
      }
      sums[0] = first;
      sums[1] = second;
    },
  };
}
