import { lazy } from 'react';
import { loadRichText } from '../ui/markdown.tsx';

/** Most starts go to the chat: the other screens are loaded when they are opened, or once there is nothing else to do. */
const loaders = {
  changeClash: async () => ({ default: (await import('./change-clash.tsx')).ChangeClash }),
  calls: async () => ({ default: (await import('../features/calls/call-layer.tsx')).CallLayer }),
  dashboard: async () => ({ default: (await import('../features/dashboard/screen.tsx')).DashboardScreen }),
  inbox: async () => ({ default: (await import('../features/inbox/screen.tsx')).InboxScreen }),
  eyes: async () => ({ default: (await import('../features/eyes/eyes-layer.tsx')).EyesLayer }),
  memory: async () => ({ default: (await import('../features/memory/screen.tsx')).MemoryScreen }),
  palette: async () => ({ default: (await import('./palette.tsx')).Palette }),
  planFile: async () => ({ default: (await import('../features/plan-files/screen.tsx')).PlanFileScreen }),
  background: async () => ({ default: (await import('../features/processes/screen.tsx')).BackgroundScreen }),
  schedules: async () => ({ default: (await import('../features/schedules/screen.tsx')).SchedulesScreen }),
  actionKeys: async () => ({ default: (await import('./action-keys.tsx')).ActionKeys }),
  hotKeys: async () => ({ default: (await import('../features/schedules/hot-keys.tsx')).HotKeys }),
  settings: async () => ({ default: (await import('../features/settings/screen.tsx')).SettingsScreen }),
  timeline: async () => ({ default: (await import('../features/timeline/screen.tsx')).TimelineScreen }),
  welcome: async () => ({ default: (await import('../features/welcome/screen.tsx')).WelcomeScreen }),
  workers: async () => ({ default: (await import('../features/workers/screen.tsx')).WorkersScreen }),
  workflows: async () => ({ default: (await import('../features/workflows/screen.tsx')).WorkflowsScreen }),
};

/** Draws nothing before something is shown or asked for; it comes when nothing else waits. */
export const EyesLayer = lazy(async () => {
  await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 2000 }));
  return loaders.eyes();
});
/** As `EyesLayer`. */
export const CallLayer = lazy(async () => {
  await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 2000 }));
  return loaders.calls();
});
export const ChangeClash = lazy(loaders.changeClash);
export const DashboardScreen = lazy(loaders.dashboard);
export const InboxScreen = lazy(loaders.inbox);
export const MemoryScreen = lazy(loaders.memory);
export const Palette = lazy(loaders.palette);
export const PlanFileScreen = lazy(loaders.planFile);
export const BackgroundScreen = lazy(loaders.background);
export const SchedulesScreen = lazy(loaders.schedules);
/** Draws nothing; it comes when nothing else waits. */
export const ActionKeys = lazy(loaders.actionKeys);
export const HotKeys = lazy(async () => {
  await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 2000 }));
  return loaders.hotKeys();
});
export const SettingsScreen = lazy(loaders.settings);
export const TimelineScreen = lazy(loaders.timeline);
export const WelcomeScreen = lazy(loaders.welcome);
export const WorkersScreen = lazy(loaders.workers);
export const WorkflowsScreen = lazy(loaders.workflows);

/** So that a click finds them there. One that cannot be loaded says so when it is opened. */
export async function loadScreensAhead(): Promise<void> {
  for (const load of [
    loadRichText,
    loaders.palette,
    loaders.inbox,
    loaders.timeline,
    loaders.settings,
    loaders.workers,
    loaders.dashboard,
  ]) {
    await load().catch(() => undefined);
  }
}
