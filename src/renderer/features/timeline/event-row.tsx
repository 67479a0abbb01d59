import type { AnyEvent } from '../../../contract/events.ts';
import { classNames } from '../../ui/class-names.ts';
import { exactTimeText } from '../../ui/time-text.ts';
import { describeEvent } from './describe-event.ts';
import { EventIcon } from './event-icon.tsx';

interface EventRowProps {
  event: AnyEvent;
  isSelected: boolean;
  onSelect: (event: AnyEvent) => void;
}

/** What is kept stands on a firm line, what only passed by on a dotted one. */
export function EventRow({ event, isSelected, onSelect }: EventRowProps) {
  const isPassing = event.seq === undefined;
  return (
    <button
      type="button"
      data-row
      aria-current={isSelected || undefined}
      onClick={() => onSelect(event)}
      className={classNames(
        'flex h-9 w-full items-center gap-2.5 px-4 text-left text-sm select-none focus-visible:-outline-offset-2',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
        isPassing && 'text-muted italic',
      )}
    >
      <time
        dateTime={new Date(event.at).toISOString()}
        title={exactTimeText(event.at)}
        className="w-18 shrink-0 font-mono text-xs text-muted not-italic"
      >
        {clockText(event.at)}
      </time>
      <span
        aria-hidden
        className={classNames('h-full shrink-0 border-l', isPassing ? 'border-dashed' : 'border-solid')}
      />
      <EventIcon event={event} />
      <span className="min-w-0 flex-1 truncate">{describeEvent(event)}</span>
      {event.scope.workerId && (
        <span className="shrink-0 text-xs text-muted not-italic max-sm:hidden">{event.scope.workerId}</span>
      )}
      {isPassing && <span className="shrink-0 text-2xs not-italic">not kept</span>}
    </button>
  );
}

function clockText(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
