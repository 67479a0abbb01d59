import { Fragment, type ReactNode, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import type { Welcome } from '../../contract/welcome.ts';
import { ChatScreen } from '../features/chat/screen.tsx';
import { PermissionAnnouncer } from '../features/permissions/announcer.tsx';
import { WaitingBar } from '../features/permissions/waiting-bar.tsx';
import { useVoice } from '../features/voice/use-voice.ts';
import { VoiceBar } from '../features/voice/voice-bar.tsx';
import { useOpenClash } from '../engine/keep-change.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { SidebarLayout } from '../ui/sidebar-layout.tsx';
import { UiRoot } from '../ui/ui-root.tsx';
import { actionNames } from './action-names.ts';
import { ChaosBanner } from './chaos-banner.tsx';
import { useChangedShortcuts } from './command-keys.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { type Heron, readEverything } from './heron.ts';
import { HeronContext, useHeron } from './heron-context.ts';
import {
  ActionKeys,
  BackgroundScreen,
  CallLayer,
  ChangeClash,
  DashboardScreen,
  EyesLayer,
  HotKeys,
  InboxScreen,
  loadScreensAhead,
  MemoryScreen,
  Palette,
  PlanFileScreen,
  SchedulesScreen,
  SettingsScreen,
  TimelineScreen,
  WelcomeScreen,
  WorkersScreen,
  WorkflowsScreen,
} from './late-screens.ts';
import { Navigation } from './navigation.tsx';
import { Opening } from './opening.tsx';
import { PausedBanner } from './paused-banner.tsx';
import { QuickWindow } from './quick-window.tsx';
import type { Route } from './route.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { useLanguage } from './use-language.ts';
import { useTheme } from './use-theme.ts';
import { useDocumentTitle } from './use-document-title.ts';
import { useRoute } from './use-route.ts';
import { usePaletteState } from './use-palette-state.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { t } from '../../words/words.ts';

/** `isQuick`: the small window to ask something, without the menu and the other screens. */
export function Root({ heron, isQuick }: { heron: Heron; isQuick: boolean }) {
  useEffect(() => readEverything(heron), [heron]);
  return (
    <HeronContext value={heron}>
      <UiRoot>
        <Spoken>{isQuick ? <QuickWindow /> : <Window />}</Spoken>
      </UiRoot>
    </HeronContext>
  );
}

/** Texts are read while drawing, so that another language draws everything anew; what is being typed is kept in the stores. */
function Spoken({ children }: { children: ReactNode }) {
  return <Fragment key={useLanguage()}>{children}</Fragment>;
}

/** The first start comes before everything else, and nothing is drawn that it would take away again. */
function Window() {
  const { welcome } = useHeron();
  const { place, failure, isKnownOver } = useStore(welcome.state);
  useTheme();
  if (place?.isOpen) return <Welcoming place={place} />;
  if (place || failure || isKnownOver) return <Screens />;
  return (
    <>
      <ConnectionBanner />
      <Opening />
    </>
  );
}

function Welcoming({ place }: { place: Welcome }) {
  return (
    <div className="flex h-dvh flex-col">
      <ConnectionBanner />
      <Suspense fallback={<Skeleton shape="rows" lines={8} label={t('Loading the first start')} />}>
        <ScreenBoundary>
          <WelcomeScreen place={place} />
        </ScreenBoundary>
      </Suspense>
    </div>
  );
}

function Screens() {
  const route = useRoute();
  const palette = usePaletteState();
  useDocumentTitle(route);
  useVoice(route);
  useShortcuts(() => palette.change(!palette.isOpen));
  useEffect(() => {
    const waiting = requestIdleCallback(() => void loadScreensAhead(), { timeout: 5000 });
    return () => cancelIdleCallback(waiting);
  }, []);
  return (
    <>
      <SidebarLayout
        sidebar={<Navigation route={route} onOpenPalette={() => palette.change(true)} />}
        banner={
          <>
            <ConnectionBanner />
            <PausedBanner />
            <ChaosBanner />
            <WaitingBar route={route} />
            <VoiceBar />
            <ScreenBoundary isPart>
              <Suspense>
                <EyesLayer />
              </Suspense>
            </ScreenBoundary>
          </>
        }
      >
        <ScreenBoundary key={route.screen}>
          <Suspense fallback={<Skeleton shape="rows" lines={8} label={t('Loading the screen')} />}>
            {screenOf(route)}
          </Suspense>
        </ScreenBoundary>
      </SidebarLayout>
      <PermissionAnnouncer />
      <Layers />
      {/* It lists everything there is, so it costs nothing before somebody asks for it. */}
      {palette.wasOpen && (
        <ScreenBoundary isPart>
          <Suspense>
            <Palette isOpen={palette.isOpen} onOpenChange={palette.change} />
          </Suspense>
        </ScreenBoundary>
      )}
    </>
  );
}

/** What stands over every screen, and what is done by keys on each. */
function Layers() {
  const shortcuts = useChangedShortcuts();
  const isClashing = useOpenClash(({ clash }) => clash !== undefined);
  const hasActionKeys = actionNames.some((name) => shortcuts[name]);
  return (
    <>
      {hasActionKeys && (
        <ScreenBoundary isPart>
          <Suspense>
            <ActionKeys />
          </Suspense>
        </ScreenBoundary>
      )}
      {isClashing && (
        <ScreenBoundary isPart>
          <Suspense>
            <ChangeClash />
          </Suspense>
        </ScreenBoundary>
      )}
      <ScreenBoundary isPart>
        <Suspense>
          <HotKeys />
        </Suspense>
      </ScreenBoundary>
      <ScreenBoundary isPart>
        <Suspense>
          <CallLayer />
        </Suspense>
      </ScreenBoundary>
    </>
  );
}

function screenOf(route: Route): ReactNode {
  switch (route.screen) {
    case 'chat':
      return <ChatScreen conversationId={route.conversationId} />;
    case 'inbox':
      return <InboxScreen />;
    case 'timeline':
      return <TimelineScreen runId={route.runId} tab={route.tab ?? 'waterfall'} />;
    case 'memory':
      return <MemoryScreen file={route.file} />;
    case 'workers':
      return <WorkersScreen workerId={route.workerId} />;
    case 'workflows':
      return <WorkflowsScreen workflowId={route.workflowId} />;
    case 'schedules':
      return <SchedulesScreen scheduleId={route.scheduleId} />;
    case 'background':
      return <BackgroundScreen processId={route.processId} />;
    case 'plan':
      return <PlanFileScreen key={route.openedId} openedId={route.openedId} />;
    case 'dashboard':
      return <DashboardScreen />;
    case 'settings':
      return <SettingsScreen tab={route.tab} />;
  }
}
