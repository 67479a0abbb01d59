import type { ReactNode } from 'react';
import { DetailHeading } from '../../app/detail-heading.tsx';

/** A titled part of a worker's details. */
export function DetailBlock({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-2">
      <DetailHeading>{title}</DetailHeading>
      {children}
    </section>
  );
}
