import type { Failure } from '../../../../contract/errors.ts';
import type { Reading } from '../../../../contract/eyes.ts';

/** What reads: the program as WebAssembly, and what it knows of a language. */
export type ReaderFiles = { program: string; language: string };

/** The picture is a PNG. */
export type ToReader = { id: number; picture: Uint8Array; files: ReaderFiles };

export type FromReader = { id: number; reading: Reading } | { id: number; failure: Failure };
