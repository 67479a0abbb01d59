import { LoaderCircle } from 'lucide-react';
import { classNames } from './class-names.ts';

/** With a label it speaks for itself; without one the text beside it does. */
export function Spinner({ label, size = 16, className }: { label?: string; size?: number; className?: string }) {
  const picture = (
    <LoaderCircle aria-hidden size={size} strokeWidth={2} className={classNames('shrink-0 animate-spin', className)} />
  );
  if (!label) return picture;
  return (
    <span role="status" className="inline-flex items-center gap-2 text-muted">
      {picture}
      {label}
    </span>
  );
}
