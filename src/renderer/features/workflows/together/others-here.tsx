import { useBuilderState } from '../builder-context.ts';

/** Who else has the step chosen. */
export function OthersHere({ place }: { place: string }) {
  const names = useBuilderState(({ people }) =>
    people
      .filter(({ selection }) => selection.includes(place))
      .map(({ name }) => name)
      .join(', '),
  );
  if (names === '') return null;
  return (
    <>
      <span
        aria-hidden
        className="pointer-events-none absolute -inset-1.5 rounded-xl border-2 border-dashed border-text"
      />
      <NameTag className="absolute -top-4 right-2" name={names} />
    </>
  );
}

export function NameTag({ name, className }: { name: string; className: string }) {
  return (
    <span
      className={`pointer-events-none max-w-40 truncate rounded-sm bg-text px-1.5 py-px text-2xs font-medium text-surface ${className}`}
    >
      {name}
    </span>
  );
}
