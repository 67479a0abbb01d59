import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';

export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  /** What `full` waits for that `normal` does not: the disk's word that each commit is safe against a power cut. */
  durability: z.enum(['full', 'normal']),
  /** How many tasks of a class run at a time. */
  concurrency: z.strictObject({
    cpu: z.int().min(1).max(64),
    files: z.int().min(1).max(64),
    network: z.int().min(1).max(64),
    shell: z.int().min(1).max(64),
  }),
  /** All blobs that one run makes together. */
  blobsPerRunMb: z.int().min(1).max(1_048_576),
  /** Blobs are removed so many days after they were made. */
  blobsKeptDays: z.int().min(1).max(3650),
  /** Milliseconds a worker's process is kept after its last call. */
  workerIdleMs: z.int().min(0).max(86_400_000),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsPatch = Settings.partial().extend({
  concurrency: Settings.shape.concurrency.partial().optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

export const settingsChanged = defineEvent('settings.changed', z.strictObject({ settings: Settings }));

export const settings = {
  get: oc
    .route({ method: 'GET', path: '/settings', summary: 'Read the settings' })
    .input(z.strictObject({}))
    .output(Settings),
  update: oc
    .route({ method: 'PATCH', path: '/settings', summary: 'Change settings; an unknown field is refused' })
    .input(SettingsPatch)
    .output(Settings),
};
