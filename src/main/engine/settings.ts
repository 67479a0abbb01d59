import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../contract/manifest.ts';
import { mannerIssues } from '../../contract/manners.ts';
import { patchSettings, type Settings } from '../../contract/settings.ts';
import { shortcutIssues } from '../../contract/shortcuts.ts';
import { setDurability } from '../base/database.ts';
import { toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { agentPatternIssues, patternIssues } from '../features/permissions/policy/pattern-issues.ts';
import { createSettings, defaultSettings, type SettingsService } from '../features/settings/service.ts';
import { openSettingsFile } from '../features/settings/settings-file.ts';
import { settingsStore } from '../features/settings/store.ts';
import { createTraceTarget } from './tracing.ts';
import type { Ground } from './ground.ts';
import { createClassLimits } from '../orchestrator/class-limits.ts';
import { type PolicyInForce, startingPolicy } from './policy-parts.ts';

/** Settings that the engine itself obeys take effect at once. */
export function openSettings(ground: Ground, manifests: () => readonly Manifest[]) {
  const { events, database, logger, paths, processors, tracing, host } = ground;
  const fixed = host.environment['HERON_OTLP_ENDPOINT'];
  const sendTraces = createTraceTarget({ tracing, logger, version: host.version, fixed });
  let heedRules = (): void => undefined;
  let heedContainers = (): void => undefined;
  const obey = (settings: Settings): void => {
    const hasNewRules = !isDeepStrictEqual(settings.workerRules, current.workerRules);
    const hasNewContainers = !isDeepStrictEqual(settings.containers, current.containers);
    current = settings;
    inForce = { policy: settings.policy, damage: undefined };
    setDurability(database, settings.durability);
    logger.setLevel(settings.logLevel);
    logger.setMost(settings.retention.logsMaxMb * 1024 * 1024);
    void sendTraces(settings.otlpEndpoint);
    limits.resize(placesOf(settings));
    if (hasNewRules) heedRules();
    if (hasNewContainers) heedContainers();
  };
  const store = settingsStore(database);
  const service: SettingsService = createSettings({
    log: events,
    store,
    processors,
    issuesOf: ({ policy, agents, manner, shortcuts }) => [
      ...(policy ? patternIssues(policy, manifests()) : []),
      ...agentPatternIssues(agents?.named ?? [], manifests()),
      ...(manner ? mannerIssues(patchSettings(current, { manner }).manner) : []),
      ...(shortcuts ? shortcutIssues(shortcuts) : []),
    ],
    onChange: (settings) => {
      obey(settings);
      file.write();
    },
    file: () => ({ path: paths.settings, issues: file.issues() }),
  });
  const file = openSettingsFile({
    ...{ path: paths.settings, settings: service, defaults: defaultSettings(processors), store },
    ...{ log: events, logger },
  });
  let current = startingSettings(service, processors, logger);
  const limits = createClassLimits(placesOf(current));
  let inForce: PolicyInForce;
  obey(current);
  inForce = startingPolicy(service, logger);
  return {
    service,
    file,
    limits,
    inForce: () => inForce,
    current: () => current,
    enabledHooks: () => current.enabledHooks,
    rules: () => current.workerRules,
    answerTimes: () => ({ attendedMs: current.attendedAnswerMs, unattendedMs: current.unattendedAnswerMs }),
    /** Called when the rules about workers have changed. */
    onRules: (listener: () => void) => void (heedRules = listener),
    /** Called when other workers than before may be sent into containers. */
    onContainers: (listener: () => void) => void (heedContainers = listener),
  };
}

/** While all is paused there is no place for another step; who has one keeps it. */
function placesOf({ paused, concurrency }: Settings): Settings['concurrency'] {
  if (!paused) return concurrency;
  return Object.fromEntries(Object.keys(concurrency).map((name) => [name, 0])) as Settings['concurrency'];
}

/** A damaged setting is reported where it is read; it must not keep the window shut in which it can be mended. */
function startingSettings(service: SettingsService, processors: number, logger: Logger): Settings {
  try {
    return service.get();
  } catch (error) {
    logger.error('The settings are damaged; Heron runs with the defaults until they are set again', toFailure(error));
    return defaultSettings(processors);
  }
}
