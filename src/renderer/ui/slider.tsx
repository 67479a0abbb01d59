import { memo } from 'react';
import { Slider as Primitive } from 'radix-ui';
import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

const marks: Record<Tone, string> = {
  neutral: 'bg-control',
  accent: 'bg-accent',
  success: 'bg-success',
  warning: 'bg-warning',
  danger: 'bg-danger',
};

type Mark = { value: number; tone: Tone };
const noMarks: Mark[] = [];

interface SliderProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  /** When the hand is off: for work too slow to do on the way. */
  onCommit?: (value: number) => void;
  min?: number;
  max: number;
  step?: number;
  /** What a screen reader says instead of the number: "Event 12 of 40, copy finished". */
  valueText?: string;
  /** Places worth stopping at, drawn under the track. */
  marks?: Mark[];
  disabled?: boolean;
}

export function Slider({
  label,
  value,
  onChange,
  onCommit,
  min = 0,
  max,
  step = 1,
  valueText,
  marks: places = noMarks,
  disabled,
}: SliderProps) {
  return (
    <Primitive.Root
      value={[value]}
      onValueChange={([next = min]) => onChange(next)}
      onValueCommit={([next = min]) => onCommit?.(next)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      className="relative flex h-7 w-full touch-none items-center select-none data-disabled:opacity-45"
    >
      <Primitive.Track className="relative h-1 grow rounded-full bg-border">
        <Primitive.Range className="solid absolute h-full rounded-full bg-accent" />
      </Primitive.Track>
      <Marks places={places} min={min} max={max} />
      <Primitive.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-3.5 rounded-full border-2 border-accent bg-raised shadow-raised transition-transform after:absolute after:-inset-2 hover:scale-110"
      />
    </Primitive.Root>
  );
}

/** As far from the ends as the thumb's middle is. They stay where they are while it moves. */
const Marks = memo(function Marks({ places, min, max }: { places: Mark[]; min: number; max: number }) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-1.75 bottom-0.5 h-1">
      {places.map((place, index) => (
        <span
          key={index}
          className={classNames('absolute h-1 w-0.5 -translate-x-1/2 rounded-full', marks[place.tone])}
          style={{ left: `${max > min ? (100 * (place.value - min)) / (max - min) : 0}%` }}
        />
      ))}
    </div>
  );
});
