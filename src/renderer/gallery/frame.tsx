import type { ReactNode } from 'react';

/** The place of a screen's content, small. */
export function Frame({ children }: { children: ReactNode }) {
  return <div className="flex h-80 flex-col overflow-hidden rounded-lg border bg-surface">{children}</div>;
}
