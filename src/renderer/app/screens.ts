import { type ComponentType, lazy } from 'react';

/** The chat is what Heron opens with. The other screens come after it is painted, or when somebody goes there first. */
const load = {
  dashboard: again(async () => (await import('../features/dashboard/screen.tsx')).DashboardScreen),
  plan: again(async () => (await import('../features/plan-files/screen.tsx')).PlanFileScreen),
  background: again(async () => (await import('../features/processes/screen.tsx')).BackgroundScreen),
  settings: again(async () => (await import('../features/settings/screen.tsx')).SettingsScreen),
  timeline: again(async () => (await import('../features/timeline/screen.tsx')).TimelineScreen),
  workers: again(async () => (await import('../features/workers/screen.tsx')).WorkersScreen),
};

export const DashboardScreen = lazy(load.dashboard);
export const PlanFileScreen = lazy(load.plan);
export const BackgroundScreen = lazy(load.background);
export const SettingsScreen = lazy(load.settings);
export const TimelineScreen = lazy(load.timeline);
export const WorkersScreen = lazy(load.workers);

/** The browser calls itself idle before the chat has anything to show. */
const afterMs = 2000;

/** When the chat stands there; from then on going to any of the others waits for nothing. Gives what calls it off. */
export function loadScreensLater(): () => void {
  const timer = setTimeout(() => {
    for (const one of Object.values(load)) void one();
  }, afterMs);
  return () => clearTimeout(timer);
}

const pauseMs = 1000;

/** The engine, which holds them, may be away for a moment; the banner says so meanwhile. */
function again<Screen extends ComponentType<never>>(find: () => Promise<Screen>) {
  return async (): Promise<{ default: Screen }> => {
    for (;;) {
      try {
        return { default: await find() };
      } catch {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };
}
