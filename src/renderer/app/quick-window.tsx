import { SquareArrowOutUpRight } from 'lucide-react';
import { Suspense, useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { ChatBody } from '../features/chat/screen.tsx';
import { PermissionAnnouncer } from '../features/permissions/announcer.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { PausedBanner } from './paused-banner.tsx';
import { EyesLayer } from './late-screens.ts';
import { formatRoute, type Route } from './route.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { useRoute } from './use-route.ts';
import { useTheme } from './use-theme.ts';
import { t } from '../../words/words.ts';

/** A conversation and nothing else. Whatever leads to another screen leads to the main window. */
export function QuickWindow() {
  const route = useRoute();
  useTheme();
  useEffect(() => {
    if (route.screen === 'chat') return;
    openInMainWindow(route);
    history.back();
  }, [route]);
  useEscape();
  const isShown = useIsShown();
  const conversationId = route.screen === 'chat' ? route.conversationId : undefined;
  return (
    <main aria-label={t('Ask Heron')} className="flex h-dvh flex-col">
      <ConnectionBanner />
      <PausedBanner />
      {isShown && (
        <ScreenBoundary isPart>
          <Suspense>
            <EyesLayer watchesHands={false} />
          </Suspense>
        </ScreenBoundary>
      )}
      <header className="flex shrink-0 items-center gap-2 border-b px-4 py-1.5">
        <h1 className="min-w-0 flex-1 text-sm font-semibold">{t('Ask Heron')}</h1>
        <IconButton
          label={t('Open in the main window')}
          icon={SquareArrowOutUpRight}
          onClick={() => openInMainWindow(route)}
        />
      </header>
      <div className="flex min-h-0 flex-1 flex-col">
        <ScreenBoundary>
          <ChatBody conversationId={conversationId} start={<div className="flex-1" />} />
        </ScreenBoundary>
      </div>
      <PermissionAnnouncer />
    </main>
  );
}

/** In the app its program shows the main window at that place; in a browser it is a tab. */
function openInMainWindow(route: Route): void {
  window.open(`/${formatRoute(route)}`);
}

/** The app keeps the window when it is put away, and nobody could answer there what asks to see something. */
function useIsShown(): boolean {
  return useSyncExternalStore(heedVisibility, () => document.visibilityState === 'visible');
}

function heedVisibility(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}

/** Escape puts the window away, unless something in it wants the key. */
function useEscape(): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    const isTyping = target instanceof HTMLTextAreaElement && target.value !== '';
    if (event.key === 'Escape' && !event.defaultPrevented && !isTyping) window.close();
  });
  useEffect(() => {
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
}
