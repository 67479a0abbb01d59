import type { Notice } from '../../../contract/notices.ts';

/** Whether a browser lets the page show notices; `none` where it has none, and in the app, which shows its own. */
export type NoticeAccess = NotificationPermission | 'none';

export function noticeAccess(): NoticeAccess {
  return location.protocol === 'heron:' || !('Notification' in window) ? 'none' : Notification.permission;
}

/** A browser asks the person only when they pressed something. */
export async function askForNotices(): Promise<NoticeAccess> {
  return noticeAccess() === 'none' ? 'none' : Notification.requestPermission();
}

/** In the browser's own notices, which have no buttons: a click brings the page to the front, at the place. */
export function showBrowserNotice({ title, body, place }: Notice, id: string): void {
  if (noticeAccess() !== 'granted') return;
  try {
    const shown = new Notification(title, { body, tag: id, icon: '/icon.png' });
    shown.addEventListener('click', () => {
      window.focus();
      location.hash = place;
      shown.close();
    });
  } catch {
    // A browser on a phone shows notices of service workers alone; what waits is in the inbox.
  }
}

export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
