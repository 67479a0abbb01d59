import { answerOf, type Notice, type NoticeAnswer } from '../../../contract/notices.ts';
import { noticesWorker } from '../../app/trusted-types.ts';

/** Whether a browser lets the page show notices; `none` where it has none, and in the app, which shows its own. */
export type NoticeAccess = NotificationPermission | 'none';

export function noticeAccess(): NoticeAccess {
  const hasNotices = 'Notification' in window && 'serviceWorker' in navigator;
  return location.protocol === 'heron:' || !hasNotices ? 'none' : Notification.permission;
}

/** A browser asks the person only when they pressed something. */
export async function askForNotices(): Promise<NoticeAccess> {
  return noticeAccess() === 'none' ? 'none' : Notification.requestPermission();
}

/** Newer than what TypeScript knows of notices: their buttons, by name. */
type WithButtons = NotificationOptions & { actions: { action: string; title: string }[] };

/** The notice itself opens its place, so no button does. How many there is room for is the browser's own. */
export async function showBrowserNotice(notice: Notice, id: string): Promise<void> {
  if (noticeAccess() !== 'granted') return;
  const { serviceWorker } = navigator;
  await serviceWorker.register(noticesWorker);
  const registration = await serviceWorker.ready;
  const actions = notice.actions.flatMap(({ label, do: wanted }, index) =>
    wanted === 'open' ? [] : [{ action: String(index), title: label }],
  );
  const options: WithButtons = { body: notice.body, tag: id, icon: '/icon.png', data: notice, actions };
  await registration.showNotification(notice.title, options);
}

/** What clicks on notices mean, which the service worker hands on. */
export function heedNoticeClicks(answer: (answer: NoticeAnswer) => void): void {
  if (noticeAccess() === 'none') return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<Clicked>) =>
    answer(answerOf(data.notice, data.index)),
  );
  navigator.serviceWorker.startMessages();
}

/** As src/renderer/public/notices.worker.js tells it; nobody else of this origin sends messages. */
type Clicked = { notice: Notice; index?: number };

export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
