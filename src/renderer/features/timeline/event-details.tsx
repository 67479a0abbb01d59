import { useStore } from 'zustand';
import type { AnyEvent } from '../../../contract/events.ts';
import { useHeron } from '../../app/heron-context.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import type { Route } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { describeEvent } from './describe-event.ts';
import { useEventNames } from './use-event-names.ts';
import { t } from '../../../words/words.ts';

interface EventDetailsProps {
  event: AnyEvent;
  onSelect: (eventId: string) => void;
}

export function EventDetails({ event, onSelect }: EventDetailsProps) {
  const { scope } = event;
  const names = useEventNames();
  const places = [
    { name: t('Run'), id: scope.runId, route: { screen: 'timeline', runId: scope.runId } },
    {
      name: t('Conversation'),
      id: scope.conversationId,
      route: { screen: 'chat', conversationId: scope.conversationId },
    },
    { name: t('Worker'), id: scope.workerId, route: { screen: 'workers', workerId: scope.workerId } },
  ] as const satisfies { name: string; id: string | undefined; route: Route }[];
  const entries = [
    { name: t('Type'), value: <InlineCode>{event.type}</InlineCode> },
    { name: t('Time'), value: exactTimeText(event.at) },
    {
      name: t('Kept'),
      value:
        event.seq === undefined
          ? t('No: shown while it happens, and not played again')
          : t('In the log, at {{seq}}', { seq: String(event.seq) }),
    },
    ...places.flatMap(({ name, id, route }) => (id ? [{ name, value: <Place id={id} route={route} /> }] : [])),
    ...(scope.taskId ? [{ name: t('Step'), value: <InlineCode>{scope.taskId}</InlineCode> }] : []),
    ...(event.causedBy ? [{ name: t('Caused by'), value: <Cause id={event.causedBy} onSelect={onSelect} /> }] : []),
    { name: t('Id'), value: <InlineCode>{event.id}</InlineCode> },
    { name: t('Trace'), value: <InlineCode>{event.traceId}</InlineCode> },
  ];
  return (
    <div className="space-y-5">
      <p className="text-base break-words whitespace-pre-wrap">{describeEvent(event, names)}</p>
      <DescriptionList entries={entries} />
      <section aria-label={t('Payload')}>
        <div className="mb-1.5 flex items-center gap-1">
          <DetailHeading className="flex-1">{t('Payload')}</DetailHeading>
          <CopyButton text={JSON.stringify(event, null, 2)} label={t('Copy event')} />
        </div>
        <JsonView value={event.payload} label={t('Payload')} openLevels={3} />
      </section>
    </div>
  );
}

function Place({ id, route }: { id: string; route: Route }) {
  return <LinkButton label={id} onPress={() => navigate(route)} />;
}

/** The event that made this happen, if it is in the window; otherwise only its name. */
function Cause({ id, onSelect }: { id: string; onSelect: (eventId: string) => void }) {
  const { timeline } = useHeron();
  const isHere = useStore(timeline.state, ({ events }) => events.some((event) => event.id === id));
  return isHere ? <LinkButton label={id} onPress={() => onSelect(id)} /> : <InlineCode>{id}</InlineCode>;
}

function LinkButton({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="rounded-sm text-left font-mono text-xs break-all text-accent underline underline-offset-2"
    >
      {label}
    </button>
  );
}
