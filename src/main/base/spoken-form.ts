/** A sentence as it can be said, taken apart. A part that may be left out is a choice one of whose alternatives is empty. */
export type SpokenNode =
  | { kind: 'word'; word: string }
  | { kind: 'choice'; alternatives: SpokenNode[][] }
  /** A file or folder of the home folder, or a whole number. */
  | { kind: 'name' | 'number' };

export type SpokenForm = SpokenNode[];
