import type { Notice, NoticeAnswer } from '../../contract/notices.ts';
import type { Engine } from '../engine/connect.ts';
import { onReconnect } from '../engine/on-reconnect.ts';
import { uploadFile } from '../engine/upload-file.ts';
import { pageStorage } from '../features/chat/kept-words.ts';
import { type Chat, createChat } from '../features/chat/store.ts';
import { createFailures, type Failures } from '../features/inbox/failures.ts';
import { tellFailure } from '../features/inbox/tell-failure.ts';
import { tellReady } from '../features/local-models/tell-ready.ts';
import { heedNoticeClicks, isLookedAt, showBrowserNotice } from '../features/notices/browser-notices.ts';
import { tellOutside } from '../features/notices/tell-outside.ts';
import { createPermissions, type Permissions } from '../features/permissions/store.ts';
import { announceEnd } from '../features/processes/announce.ts';
import { createProcesses, type Processes } from '../features/processes/store.ts';
import { createRuns, type Runs } from '../features/runs/store.ts';
import { createSettings, type SettingsStore } from '../features/settings/store.ts';
import { createTimeline, type Timeline } from '../features/timeline/store.ts';
import { warnOfLimits } from '../features/spending/warn-of-limits.ts';
import { openMicrophone } from '../features/voice/microphone.ts';
import { createPlayback } from '../features/voice/playback.ts';
import { createVoice, type Voice } from '../features/voice/store.ts';
import { takeMicrophoneTurn } from '../features/voice/take-turn.ts';
import { createTips, type Tips } from '../features/tips/store.ts';
import { createWelcome, type WelcomeStore } from '../features/welcome/store.ts';
import { createWorkers, type Workers } from '../features/workers/store.ts';

/** The engine, and what the screens know of it. */
export type Heron = {
  engine: Engine;
  chat: Chat;
  runs: Runs;
  permissions: Permissions;
  failures: Failures;
  timeline: Timeline;
  workers: Workers;
  processes: Processes;
  settings: SettingsStore;
  voice: Voice;
  welcome: WelcomeStore;
  tips: Tips;
};

/** A notice that cannot be shown is no loss: what waits and what failed stands in the inbox. */
function showNotice(notice: Notice, id: string): void {
  showBrowserNotice(notice, id).catch(() => undefined);
}

function answerNotice({ client }: Engine, given: NoticeAnswer): void {
  if ('open' in given) location.hash = given.open;
  // What could not be answered waits in the inbox as before.
  else client.permissions.answer({ answers: [given] }).catch(() => (location.hash = '#/inbox'));
}

export function createHeron(engine: Engine): Heron {
  engine.subscribe(warnOfLimits);
  tellReady(engine);
  // What a run came to is known there before it is told.
  const runs = createRuns(engine);
  tellOutside({ engine, runs, isLookedAt, show: showNotice });
  heedNoticeClicks((given) => answerNotice(engine, given));
  return {
    engine,
    chat: createChat({ ...engine, now: Date.now, storage: pageStorage(), upload: uploadFile }),
    runs,
    failures: createFailures({ engine, runs, storage: pageStorage(), now: Date.now, tell: tellFailure }),
    permissions: createPermissions(engine),
    timeline: createTimeline(engine),
    workers: createWorkers(engine),
    processes: createProcesses({ ...engine, onEnded: announceEnd }),
    settings: createSettings(engine),
    voice: createVoice({ ...engine, open: openMicrophone, createPlayback, takeTurn: takeMicrophoneTurn }),
    welcome: createWelcome({
      ...{ ...engine, storage: pageStorage() },
      isWelcomed: 'welcomed' in document.documentElement.dataset,
    }),
    tips: createTips(engine),
  };
}

/** What every screen needs; asked again where it failed, each time the engine is back. */
export function readEverything(heron: Heron): () => void {
  const { engine, chat, runs, permissions, workers, processes, settings, tips, welcome } = heron;
  const read = (): void => {
    const missing = [
      { isMissing: !welcome.state.getState().place, ask: welcome.read },
      { isMissing: !chat.state.getState().isListed, ask: chat.list },
      { isMissing: !runs.state.getState().isListed, ask: runs.list },
      { isMissing: !permissions.state.getState().isRead, ask: permissions.read },
      { isMissing: !workers.state.getState().isRead, ask: workers.read },
      { isMissing: !processes.state.getState().isRead, ask: processes.read },
      { isMissing: !settings.state.getState().settings, ask: settings.read },
      { isMissing: tips.state.getState().tip === undefined, ask: tips.read },
      { isMissing: settings.state.getState().model === undefined, ask: settings.readModel },
    ];
    for (const { isMissing, ask } of missing) if (isMissing) void ask();
  };
  read();
  return onReconnect(engine.state, read);
}
