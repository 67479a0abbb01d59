/** `hard-link` is a second name of a file that came before it in a tar archive. */
export type EntryKind = 'file' | 'folder' | 'link' | 'hard-link' | 'other';

export type ArchiveEntry = {
  /** As it stands in the archive: nothing about it can be trusted. */
  name: string;
  kind: EntryKind;
  /** Bytes of a file when unpacked. */
  size: number;
  /** POSIX permission bits, where the archive knows them. */
  mode: number | undefined;
  /** Milliseconds since 1970, where the archive knows them. */
  modifiedAt?: number | undefined;
  /** Where a link or hard link leads. */
  linkTarget: string | undefined;
  /** Cannot be read without a password. */
  isProtected: boolean;
  /** The file's bytes. In a tar archive they must be read, if at all, before the next entry is asked for. */
  content(): AsyncIterable<Uint8Array>;
};
