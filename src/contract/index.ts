import { oc } from '@orpc/contract';
import { blobs } from './blobs.ts';
import { conversations } from './conversations.ts';
import { Failure } from './errors.ts';
import { events } from './events.ts';
import { health } from './health.ts';
import { installs } from './installs.ts';
import { models } from './models.ts';
import { permissions } from './permissions.ts';
import { plans } from './plan.ts';
import { policy } from './policy.ts';
import { templates } from './plan-templates.ts';
import { runs } from './runs.ts';
import { secrets } from './secrets.ts';
import { settings } from './settings.ts';
import { timeline } from './timeline.ts';
import { workerSettings } from './worker-settings.ts';
import { workers } from './workers.ts';

/** The whole API. Every surface (window, browser, command line, script) calls exactly this. */
export const contract = oc.errors({ FAILURE: { status: 422, message: 'The call failed', data: Failure } }).router({
  conversations,
  plans,
  templates,
  runs,
  timeline,
  blobs,
  workers,
  workerSettings,
  installs,
  permissions,
  secrets,
  policy,
  settings,
  models,
  events,
  health,
});

export type Contract = typeof contract;
