import type { ReactNode } from 'react';
import { useMedia } from '../ui/use-media.ts';

/** A heading inside a DetailSplit, one level under its title, which is the screen's own where the detail stands alone. */
export function DetailHeading({ children, className = '' }: { children: ReactNode; className?: string }) {
  const Heading = useMedia('(width < 64rem)') ? 'h2' : 'h3';
  return <Heading className={`text-sm font-semibold ${className}`}>{children}</Heading>;
}
