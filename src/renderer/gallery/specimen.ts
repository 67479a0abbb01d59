import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** One component in one state. */
export type ShownState = {
  name: string;
  /** Shown as if the pointer or the focus were on it. */
  look?: 'hover' | 'focus';
  /** Takes the whole row. */
  isWide?: boolean;
  content: ReactNode;
};

export type Specimen = {
  name: string;
  /** The files of `src/renderer/ui` that draw it; none for a token or a pattern of screens. */
  files: string[];
  /** One line: when to use it. */
  use: string;
  states: ShownState[];
};

export type SpecimenGroup = { id: string; title: string; text: string; icon: LucideIcon; specimens: Specimen[] };
