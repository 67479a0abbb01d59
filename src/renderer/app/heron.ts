import type { Engine } from '../engine/connect.ts';
import { onReconnect } from '../engine/on-reconnect.ts';
import { uploadFile } from '../engine/upload-file.ts';
import { pageStorage } from '../features/chat/kept-words.ts';
import { type Chat, createChat } from '../features/chat/store.ts';
import { createPermissions, type Permissions } from '../features/permissions/store.ts';
import { announceEnd } from '../features/processes/announce.ts';
import { createProcesses, type Processes } from '../features/processes/store.ts';
import { createRuns, type Runs } from '../features/runs/store.ts';
import { createSettings, type SettingsStore } from '../features/settings/store.ts';
import { createTimeline, type Timeline } from '../features/timeline/store.ts';
import { createWorkers, type Workers } from '../features/workers/store.ts';

/** The engine, and what the screens know of it. */
export type Heron = {
  engine: Engine;
  chat: Chat;
  runs: Runs;
  permissions: Permissions;
  timeline: Timeline;
  workers: Workers;
  processes: Processes;
  settings: SettingsStore;
};

export function createHeron(engine: Engine): Heron {
  return {
    engine,
    chat: createChat({ ...engine, now: Date.now, storage: pageStorage(), upload: uploadFile }),
    runs: createRuns(engine),
    permissions: createPermissions(engine),
    timeline: createTimeline(engine),
    workers: createWorkers(engine),
    processes: createProcesses({ ...engine, onEnded: announceEnd }),
    settings: createSettings(engine),
  };
}

/** What every screen needs; asked again where it failed, each time the engine is back. */
export function readEverything({ engine, chat, runs, permissions, workers, processes, settings }: Heron): () => void {
  const read = (): void => {
    const missing = [
      { isMissing: !chat.state.getState().isListed, ask: chat.list },
      { isMissing: !runs.state.getState().isListed, ask: runs.list },
      { isMissing: !permissions.state.getState().isRead, ask: permissions.read },
      { isMissing: !workers.state.getState().isRead, ask: workers.read },
      { isMissing: !processes.state.getState().isRead, ask: processes.read },
      { isMissing: !settings.state.getState().settings, ask: settings.read },
      { isMissing: settings.state.getState().model === undefined, ask: settings.readModel },
    ];
    for (const { isMissing, ask } of missing) if (isMissing) void ask();
  };
  read();
  return onReconnect(engine.state, read);
}
