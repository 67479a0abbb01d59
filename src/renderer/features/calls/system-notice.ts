/** Whether the browser shows notices of this page outside of it; `unsupported` where it has none. */
export function noticeAccess(): NotificationPermission | 'unsupported' {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}

/** For a window that nobody looks at. Nothing where the person has not let it. */
export function showSystemNotice(title: string, body: string, onClick: () => void): Notification | undefined {
  if (noticeAccess() !== 'granted' || document.hasFocus()) return undefined;
  const notice = new Notification(title, { body, requireInteraction: true, tag: 'heron-call' });
  notice.addEventListener('click', () => {
    window.focus();
    onClick();
  });
  return notice;
}
