import { canonicalJson } from '../base/canonical-json.ts';
import { createHash } from 'node:crypto';
import { blobIdsIn } from '../../contract/blobs.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Clock } from '../base/clock.ts';
import type { CallableAction } from './registry/catalogue.ts';
import type { WorkerCall } from './worker-call.ts';

/** Outputs of actions that are declared pure, for as long as their manifests say. Blobs belong to one run: what names any is not kept. */
export type ResultCache = {
  /** Undefined when the action's results are not kept. */
  keyOf: (call: WorkerCall, action: CallableAction, settings: JsonObject) => string | undefined;
  read: (key: string) => Json | undefined;
  keep: (key: string, output: Json, ttlMs: number) => void;
};

export type ResultCacheLimits = { entries: number; bytes: number };

const usualLimits: ResultCacheLimits = { entries: 1000, bytes: 32 * 1024 * 1024 };
/** One result may take no more than this part of the room. */
const mostOfRoom = 1 / 8;

type Entry = { json: string; bytes: number; endsAt: number };

export function createResultCache(clock: Clock, limits: ResultCacheLimits = usualLimits): ResultCache {
  /** In the order in which they were last used. */
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  return {
    keyOf({ workerId, action: name, input }, { action, manifest, fingerprint }, settings) {
      if (!action.pure || action.needs.length > 0 || blobIdsIn(input).length > 0) return undefined;
      const parts = [workerId, manifest.version, fingerprint, name, input, settings];
      return createHash('sha256').update(canonicalJson(parts)).digest('base64');
    },
    read(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.endsAt <= clock()) {
        bytes -= entry.bytes;
        return undefined;
      }
      entries.set(key, entry);
      return JSON.parse(entry.json) as Json;
    },
    keep(key, output, ttlMs) {
      if (blobIdsIn(output).length > 0) return;
      const json = JSON.stringify(output);
      const size = json.length * 2 + key.length * 2;
      if (size > limits.bytes * mostOfRoom) return;
      drop(key);
      entries.set(key, { json, bytes: size, endsAt: clock() + ttlMs });
      bytes += size;
      for (const oldest of entries.keys()) {
        if (entries.size <= limits.entries && bytes <= limits.bytes) return;
        drop(oldest);
      }
    },
  };
}
