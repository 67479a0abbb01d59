import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

// Each tone has its own shape: colour alone would leave some people guessing.
const shapes: Record<Tone, string> = {
  neutral: 'rounded-full border-[1.5px] border-control',
  accent: 'solid rounded-full bg-accent animate-breathe',
  success: 'solid rounded-full bg-success',
  warning: 'solid rotate-45 scale-90 bg-warning',
  danger: 'solid rounded-[1px] bg-danger',
};

interface StatusDotProps {
  tone: Tone;
  label: string;
  isLabelHidden?: boolean;
}

/** A state in one word. `accent` is for what is going on right now, and breathes. */
export function StatusDot({ tone, label, isLabelHidden }: StatusDotProps) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-xs text-muted">
      <span aria-hidden className={classNames('size-2 shrink-0', shapes[tone])} />
      <span className={isLabelHidden ? 'sr-only' : undefined}>{label}</span>
    </span>
  );
}
