import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { Attributes, Span } from '../../../contract/traces.ts';
import { spanIdOf } from '../../base/trace-context.ts';
import { modelSpan } from './model-spans.ts';

type Turn = {
  asked: EventOf<'message.added'> | undefined;
  proposed: EventOf<'plan.proposed'> | undefined;
  fellBack: EventOf<'planner.fellBack'> | undefined;
  answered: EventOf<'message.added'> | undefined;
  /** Requests to models for none of its runs. */
  used: EventOf<'model.used'>[];
};

/** What of a conversation led to a run and came of it; `events` are the conversation's, oldest first. */
export function conversationSpans(events: AnyEvent[], created: EventOf<'run.created'>, traceId: string): Span[] {
  const { asked, proposed, fellBack, answered, used } = turnOf(events, created);
  if (!asked) return [];
  const id = created.causedBy ?? spanIdOf(asked.payload.message.id);
  const span = (part: Pick<Span, 'id' | 'kind' | 'name' | 'startedAt'> & { attributes?: Attributes }, end?: AnyEvent) =>
    ({
      traceId,
      attributes: {},
      moments: [],
      ...part,
      ...(end ? { endedAt: end.at } : {}),
      outcome: end ? 'ok' : 'under-way',
    }) satisfies Span;
  const message = span({ id, kind: 'message', name: 'message', startedAt: asked.at }, answered);
  if (!proposed) return [message, ...used.map((each) => modelSpan(each, traceId, id))];
  const plan = span(
    {
      id: spanIdOf(`${asked.payload.message.id} plan`),
      kind: 'plan',
      name: `plan by ${proposed.payload.by}`,
      startedAt: asked.at,
      attributes: { 'heron.planner': proposed.payload.by },
    },
    proposed,
  );
  const moments = fellBack ? [{ at: fellBack.at, name: 'the model gave no plan' }] : [];
  const models = used.map((each) => modelSpan(each, traceId, each.at <= proposed.at ? plan.id : id));
  return [message, { ...plan, parentId: id, moments }, ...models];
}

function turnOf(events: AnyEvent[], created: EventOf<'run.created'>): Turn {
  const turn: Turn = { asked: undefined, proposed: undefined, fellBack: undefined, answered: undefined, used: [] };
  for (const event of events) {
    const isBefore = (event.seq ?? 0) < (created.seq ?? 0);
    if (event.type === 'message.added' && isBefore && event.payload.message.role === 'person') {
      Object.assign(turn, { asked: event, proposed: undefined, fellBack: undefined, used: [] });
    }
    // What comes after the answer is of another turn, or of none.
    if (event.type === 'model.used' && event.scope.runId === undefined && !turn.answered) turn.used.push(event);
    if (event.type === 'plan.proposed' && isBefore) turn.proposed = event;
    if (event.type === 'planner.fellBack' && isBefore) turn.fellBack = event;
    if (event.type === 'message.added' && event.scope.runId === created.scope.runId) turn.answered ??= event;
  }
  return turn;
}
