import type { AnyEvent } from '../../../contract/events.ts';
import { classNames } from '../../ui/class-names.ts';
import { clockText, exactTimeText } from '../../ui/time-text.ts';
import { MiddleElided } from '../../ui/middle-elided.tsx';
import { describeEvent, subjectOf } from './describe-event.ts';
import type { EventNames } from './sentence.ts';
import { EventIcon } from './event-icon.tsx';
import { numberText, t } from '../../../words/words.ts';

interface EventRowProps {
  event: AnyEvent;
  /** How many like it came one after the other. */
  times?: number;
  names: EventNames;
  isSelected: boolean;
  onSelect: (event: AnyEvent) => void;
}

/** What is kept stands on a firm line, what only passed by on a dotted one. */
export function EventRow({ event, times = 1, names, isSelected, onSelect }: EventRowProps) {
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
      <Sentence event={event} names={names} />
      {times > 1 && (
        <span className="shrink-0 text-xs text-muted">{t('{{times}} times', { times: numberText(times) })}</span>
      )}
      {event.scope.workerId && (
        <span className="shrink-0 text-xs text-muted not-italic max-sm:hidden">
          {names.workerName(event.scope.workerId)}
        </span>
      )}
      {isPassing && <span className="shrink-0 text-2xs not-italic">{t('live')}</span>}
    </button>
  );
}

/** Characters that fit beside a title even on a phone: "started, attempt 2". */
const shortOutcome = 20;

/** Of a long title the middle goes first, so that what became of the step stays in sight. */
function Sentence({ event, names }: { event: AnyEvent; names: EventNames }) {
  const subject = subjectOf(event, names);
  const sentence = describeEvent(event, names);
  if (subject === '') return <span className="min-w-0 flex-1 truncate">{sentence}</span>;
  const outcome = sentence.slice(subject.length).replace(/\s+/g, ' ');
  const isShort = outcome.length <= shortOutcome;
  return (
    <span className="flex min-w-0 flex-1">
      <span className={classNames('min-w-0', !isShort && 'max-w-[65%] shrink-0')}>
        <MiddleElided text={subject} />
      </span>
      <span className={classNames('overflow-hidden text-ellipsis whitespace-pre', isShort ? 'shrink-0' : 'min-w-0')}>
        {outcome}
      </span>
    </span>
  );
}
