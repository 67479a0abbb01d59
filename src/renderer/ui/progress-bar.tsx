import { classNames } from './class-names.ts';

interface ProgressBarProps {
  label: string;
  /** Undefined: going on, and nobody knows how far. */
  value: number | undefined;
  max?: number;
  /** What a screen reader says: "3 of 5 steps". */
  valueText?: string;
  tone?: 'accent' | 'success' | 'warning' | 'danger';
}

const fills = { accent: 'bg-accent', success: 'bg-success', warning: 'bg-warning', danger: 'bg-danger' };

export function ProgressBar({ label, value, max = 100, valueText, tone = 'accent' }: ProgressBarProps) {
  const isKnown = value !== undefined;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={valueText}
      className="h-1 w-full overflow-hidden rounded-full bg-border forced-colors:outline-1"
    >
      <div
        className={classNames(
          'solid h-full rounded-full transition-[width] duration-200',
          fills[tone],
          !isKnown && 'w-1/3 animate-sweep',
        )}
        style={isKnown ? { width: `${max > 0 ? (100 * value) / max : 0}%` } : undefined}
      />
    </div>
  );
}
