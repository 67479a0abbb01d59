import type { AnyEvent } from './events.ts';
import { t } from '../words/words.ts';
import { limitText } from './spending.ts';

export type NoticeAction = { label: string; do: 'open' | 'deny' | 'allow-once' };

/** What is shown outside the window. A click on the notice itself always opens the place; it never answers. */
export type Notice = { title: string; body: string; place: string; requestId?: string; actions: NoticeAction[] };

/** What a locked screen and a passer-by may read is short. */
const longestBody = 160;

/**
 * What a person who does not look at the window must know of an event. Yes stands last, so that no system makes it the
 * first button, and is offered only where what is asked for can be read in the notice whole, can be
 * taken back, and no stranger's words led to it.
 */
export function noticeOf(event: AnyEvent, titleOfRun: (runId: string) => string | undefined): Notice | undefined {
  if (event.type === 'permission.requested') return questionNotice(event);
  if (event.type === 'model.limitReached') {
    const body = t('The limit of {{limit}} leaves no room for another request', {
      limit: limitText(event.payload.limit),
    });
    const place = '#/settings/spending';
    return { title: t('No model is asked'), body, place, actions: opening() };
  }
  if (event.type === 'call.rang') {
    const { about } = event.payload;
    // What it has to say is for who takes it.
    return { title: t('Heron is calling'), body: cut(about), place: '#/inbox', actions: opening() };
  }
  if (event.type === 'schedule.failed' || event.type === 'schedule.silenced') return scheduleNotice(event);
  const { runId } = event.scope;
  if (runId === undefined) return undefined;
  const title = titleOfRun(runId) ?? t('A run');
  const place = `#/timeline/${runId}`;
  if (event.type === 'task.blocked' || event.type === 'task.uncertain') {
    const body =
      event.type === 'task.blocked' ? event.payload.question.text : t('It was interrupted. Did it take effect?');
    return { title: t('Waits for you: {{title}}', { title }), body: cut(body), place: '#/inbox', actions: opening() };
  }
  if (event.type === 'run.failed')
    return {
      title: t('Failed: {{title}}', { title }),
      body: cut(event.payload.error.message),
      place,
      actions: opening(),
    };
  if (event.type === 'run.completed')
    return { title: t('Done: {{title}}', { title }), body: '', place, actions: opening() };
  return undefined;
}

const opening = (): NoticeAction[] => [{ label: t('Open'), do: 'open' }];

type ScheduleTrouble = Extract<AnyEvent, { type: 'schedule.failed' | 'schedule.silenced' }>;

/** What started by itself, and did not: nobody would miss it before it is too late. */
function scheduleNotice({ type, payload }: ScheduleTrouble): Notice {
  const { scheduleId, title } = payload;
  const shown =
    type === 'schedule.failed'
      ? { title: t('Could not start: {{title}}', { title }), body: cut(payload.error.message) }
      : { title: t('Silent for long: {{title}}', { title }), body: t('Nothing was started for longer than usual') };
  return { ...shown, place: `#/schedules/${scheduleId}`, actions: opening() };
}

function questionNotice({ payload: { request } }: Extract<AnyEvent, { type: 'permission.requested' }>): Notice {
  const { need } = request;
  const isWhole =
    request.taint === undefined &&
    need.detail === undefined &&
    need.target.length <= longestBody &&
    canBeTakenBack.has(need.capability);
  return {
    title: t('Heron asks for permission'),
    body: cut(`${words()[need.capability] ?? need.capability}: ${need.detail ?? need.target}`),
    place: '#/inbox',
    requestId: request.id,
    actions: [
      ...opening(),
      { label: t('Deny'), do: 'deny' },
      ...(isWhole ? [{ label: t('Allow once'), do: 'allow-once' } as const] : []),
    ],
  };
}

/** A program, code or a secret is not said yes to without having read it in the window. */
const canBeTakenBack = new Set<string>(['files.read', 'files.write']);

const words = (): Partial<Record<string, string>> => ({
  'files.read': t('Read'),
  'files.write': t('Write'),
  net: t('Reach'),
  shell: t('Run'),
  secrets: t('Use the secret'),
  code: t('Run code'),
});

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestBody ? `${line.slice(0, longestBody - 1)}…` : line;
}

export type NoticeAnswer = { open: string } | { requestId: string; answer: 'deny' | 'once' };

/** What a click means: on the notice (no index), or on one of its buttons. */
export function answerOf(notice: Notice, index?: number): NoticeAnswer {
  const chosen = index === undefined ? undefined : notice.actions[index]?.do;
  if (notice.requestId === undefined || chosen === undefined || chosen === 'open') return { open: notice.place };
  return { requestId: notice.requestId, answer: chosen === 'deny' ? 'deny' : 'once' };
}
