/** A sentence as it can be said, taken apart. A part that may be left out is a choice one of whose alternatives is empty. */
export type SpokenNode =
  | { kind: 'word'; word: string }
  | { kind: 'choice'; alternatives: SpokenNode[][] }
  /** A file or folder of the home folder, a whole number, a time, or how long. */
  | { kind: 'name' | 'number' | 'time' | 'duration' };

export type SpokenForm = SpokenNode[];
