import { HeronError } from '../../../base/errors.ts';

const megabyte = 1024 * 1024;

/** How large a bundle may be. What is larger, or unpacks to more, is refused before it has taken memory or disk. */
export type BundleLimits = {
  /** Of the file. */
  fileBytes: number;
  /** Of all that is inside. */
  bytesInside: number;
  lineBytes: number;
  /** Inside to file; counts from `freeBytes` inside on, since what is small harms nobody. */
  ratio: number;
  freeBytes: number;
  /** Values inside values. */
  depth: number;
};

export const bundleLimits: BundleLimits = {
  fileBytes: 2048 * megabyte,
  bytesInside: 32_768 * megabyte,
  lineBytes: 48 * megabyte,
  ratio: 200,
  freeBytes: 256 * megabyte,
  depth: 200,
};

/** A file that was not made by Heron, or not left as it was made; `line` counts from 1. */
export function unreadable(message: string, line?: number): HeronError {
  const where = line === undefined ? '' : ` (line ${line})`;
  return new HeronError(
    'invalid-input',
    `The bundle cannot be opened: ${message}${where}`,
    line === undefined ? undefined : { line },
  );
}

export function tooLarge(message: string, line: number): HeronError {
  return new HeronError('limit-exceeded', `The bundle cannot be opened: ${message} (line ${line})`, { line });
}
