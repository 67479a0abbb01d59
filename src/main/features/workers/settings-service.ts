import type { JsonObject } from '../../../contract/json.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { WorkerSettings } from '../../../contract/worker-settings.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { refuseStale, stateHash } from '../../base/state-hash.ts';
import { compileInputSchema } from '../../workers/registry/action-schema.ts';
import { describeIssues, type SchemaIssue } from '../../workers/registry/schema-issue.ts';
import type { WorkerSettingsStore } from './settings-store.ts';

export type WorkerSettingsParts = {
  store: WorkerSettingsStore;
  events: EventLog;
  logger: Logger;
  manifestOf: (workerId: string) => Manifest | undefined;
};

export type WorkerSettingsService = {
  /** As the worker gets them. What does not fit its manifest any more counts as not set. */
  of: (manifest: Manifest) => JsonObject;
  /** Errors: `not-found`. */
  read: (workerId: string) => WorkerSettings;
  /** Errors: `not-found`, `invalid-input` with the path of each field, `conflict` when they are others than those of the hash; then nothing is changed. */
  update: (
    workerId: string,
    change: { values: JsonObject; reset: string[] },
    baseHash?: string,
  ) => Promise<WorkerSettings>;
  forget: (workerId: string) => void;
};

type Known = { manifest: Manifest; values: JsonObject; set: string[] };

const nothing: JsonObject = {};

/** What people set of each worker, within what its manifest offers. */
export function createWorkerSettings(parts: WorkerSettingsParts): WorkerSettingsService {
  const { store, events, logger } = parts;
  /** Asked at each call, so kept until something changes. */
  const known = new Map<string, Known>();

  function knownOf(manifest: Manifest): Known {
    const { id } = manifest;
    const last = known.get(id);
    if (last?.manifest === manifest) return last;
    const set = fitting(manifest, store.read(id), (issues) =>
      logger.warn(`Settings of ${id} do not fit its manifest and are left out: ${describeIssues(issues)}`),
    );
    const values = structuredClone(set);
    checkOf(manifest)(values);
    const fresh = { manifest, values, set: Object.keys(set) };
    known.set(id, fresh);
    return fresh;
  }

  function find(workerId: string): Manifest {
    const manifest = parts.manifestOf(workerId);
    if (!manifest) throw new HeronError('not-found', `There is no worker ${workerId} whose manifest can be read`);
    return manifest;
  }

  function read(workerId: string): WorkerSettings {
    const manifest = find(workerId);
    const { settings } = manifest;
    const hash = stateHash(store.read(workerId));
    if (!settings) return { values: {}, set: [], hash };
    const { values, set } = knownOf(manifest);
    return { schema: settings, values, set, hash };
  }

  return {
    of: (manifest) => (manifest.settings ? knownOf(manifest).values : nothing),
    read,
    async update(workerId, { values, reset }, baseHash) {
      const manifest = find(workerId);
      refuseStale(`The settings of ${workerId} were`, store.read(workerId), baseHash);
      const issues = issuesOf(manifest, { ...values, ...Object.fromEntries(reset.map((name) => [name, undefined])) });
      if (issues.length > 0) {
        const message = `The settings of ${workerId} are not valid: ${describeIssues(issues)}`;
        throw new HeronError('invalid-input', message, { issues });
      }
      const payload = { set: Object.keys(values), reset };
      await events.append([{ type: 'worker.configured', scope: { workerId }, payload }], () => {
        for (const [name, value] of Object.entries(values)) store.write(workerId, name, value);
        for (const name of reset) store.remove(workerId, name);
      });
      known.delete(workerId);
      return read(workerId);
    },
    forget(workerId) {
      store.forget(workerId);
      known.delete(workerId);
    },
  };
}

/** Fills in defaults in the value it is given. */
function checkOf({ id, settings }: Manifest): (value: unknown) => SchemaIssue[] {
  if (!settings) return () => [];
  const check = compileInputSchema(settings);
  if (typeof check === 'function') return check;
  const message = `The settings in the manifest of ${id} are no schema: ${describeIssues(check)}`;
  throw new HeronError('invalid-manifest', message, { issues: check });
}

/** Every field for itself: they are set one by one, and another that is still missing is no fault of this one. */
function issuesOf(manifest: Manifest, values: Record<string, unknown>): SchemaIssue[] {
  const names = Object.keys(manifest.settings?.properties ?? {});
  const unknown = Object.keys(values).filter((name) => !names.includes(name));
  if (unknown.length > 0) return unknown.map((path) => ({ path, message: 'is not a known field' }));
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return checkOf(manifest)(structuredClone(given)).filter(({ path }) => (path.split('.')[0] ?? '') in given);
}

function fitting(manifest: Manifest, stored: JsonObject, report: (issues: SchemaIssue[]) => void): JsonObject {
  const fits: JsonObject = {};
  for (const [name, value] of Object.entries(stored)) {
    const issues = issuesOf(manifest, { [name]: value });
    if (issues.length === 0) fits[name] = value;
    else report(issues);
  }
  return fits;
}
