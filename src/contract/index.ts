import { oc } from '@orpc/contract';
import { agents } from './agents.ts';
import { blobs } from './blobs.ts';
import { bundles } from './bundles.ts';
import { circuits } from './circuits.ts';
import { context } from './context.ts';
import { conversations } from './conversations.ts';
import { dashboard } from './dashboard.ts';
import { Failure } from './errors.ts';
import { events } from './events.ts';
import { calls } from './calls.ts';
import { eyes } from './eyes.ts';
import { files } from './files.ts';
import { folders } from './folders.ts';
import { health } from './health.ts';
import { history } from './history.ts';
import { imports } from './imports.ts';
import { installs } from './installs.ts';
import { localModels } from './local-models.ts';
import { mcp } from './mcp.ts';
import { memory } from './memory.ts';
import { models } from './models.ts';
import { permissions } from './permissions.ts';
import { plans } from './plan.ts';
import { policy } from './policy.ts';
import { prompts } from './prompts.ts';
import { processes } from './processes.ts';
import { templates } from './plan-templates.ts';
import { runs } from './runs.ts';
import { schedules } from './schedules.ts';
import { secrets } from './secrets.ts';
import { settings } from './settings.ts';
import { signIns } from './sign-ins.ts';
import { spending } from './spending.ts';
import { timeline } from './timeline.ts';
import { tips } from './tips.ts';
import { together } from './together.ts';
import { traces } from './traces.ts';
import { triggers } from './triggers.ts';
import { voice } from './voice.ts';
import { welcome } from './welcome.ts';
import { workerSettings } from './worker-settings.ts';
import { workers } from './workers.ts';
import { workflows } from './workflows.ts';

/** The whole API. Every surface (window, browser, command line, script) calls exactly this. */
export const contract = oc.errors({ FAILURE: { status: 422, message: 'The call failed', data: Failure } }).router({
  conversations,
  folders,
  context,
  prompts,
  memory,
  agents,
  plans,
  templates,
  triggers,
  schedules,
  workflows,
  together,
  imports,
  runs,
  timeline,
  traces,
  blobs,
  files,
  bundles,
  processes,
  workers,
  workerSettings,
  installs,
  circuits,
  dashboard,
  permissions,
  secrets,
  policy,
  settings,
  mcp,
  models,
  signIns,
  localModels,
  spending,
  events,
  health,
  history,
  voice,
  eyes,
  calls,
  welcome,
  tips,
});

export type Contract = typeof contract;
