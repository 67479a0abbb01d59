import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import * as agents from './agents.ts';
import * as bundles from './bundles.ts';
import * as circuits from './circuits.ts';
import * as compensations from './compensations.ts';
import * as context from './context.ts';
import * as conversations from './conversations.ts';
import * as errorWorkflows from './error-workflows.ts';
import { EventScope } from './event.ts';
import * as folders from './folders.ts';
import * as history from './history.ts';
import * as installs from './installs.ts';
import * as memory from './memory.ts';
import * as mcpQuestions from './mcp-questions.ts';
import * as mcp from './mcp.ts';
import * as lanes from './lanes.ts';
import * as localModels from './local-models.ts';
import * as models from './models.ts';
import * as pacing from './pacing.ts';
import * as permissions from './permissions.ts';
import * as plans from './plan.ts';
import * as policy from './policy.ts';
import * as processes from './processes.ts';
import * as prompts from './prompts.ts';
import * as planEvents from './plan-events.ts';
import * as routing from './routing.ts';
import * as runs from './runs.ts';
import * as schedules from './schedules.ts';
import * as secrets from './secrets.ts';
import * as settings from './settings.ts';
import * as spending from './spending.ts';
import { strictObject } from './strict-object.ts';
import * as tips from './tips.ts';
import * as triggers from './triggers.ts';
import * as calls from './calls.ts';
import * as eyes from './eyes.ts';
import * as hotKeys from './hot-keys.ts';
import * as thinking from './thinking.ts';
import * as voice from './voice.ts';
import * as webhooks from './webhooks.ts';
import * as welcome from './welcome.ts';
import * as workerSettings from './worker-settings.ts';
import * as workers from './workers.ts';
import * as workflows from './workflows.ts';

/** Every event there is. */
export const AnyEvent = z.discriminatedUnion('type', [
  conversations.conversationCreated,
  conversations.conversationRenamed,
  conversations.conversationDeleted,
  conversations.conversationRestored,
  conversations.conversationPinned,
  conversations.conversationFiled,
  folders.conversationGiven,
  conversations.conversationBranched,
  conversations.conversationModelChosen,
  conversations.conversationPackChosen,
  conversations.conversationRepliesSet,
  conversations.messageAdded,
  conversations.messageQueued,
  conversations.messageReworded,
  conversations.messageWithdrawn,
  conversations.messageDelta,
  thinking.messageThought,
  lanes.messageDropped,
  lanes.messageWaited,
  lanes.messageModeChanged,
  plans.planProposed,
  plans.plannerFellBack,
  runs.runCreated,
  planEvents.runForked,
  planEvents.runStarted,
  runs.runResumed,
  runs.runCompleted,
  runs.runFailed,
  runs.runCancelled,
  runs.runStalled,
  runs.runUndone,
  planEvents.runPinned,
  runs.taskStarted,
  runs.taskProgressed,
  runs.taskStreamed,
  runs.taskCompleted,
  runs.taskFailed,
  planEvents.taskPartGiven,
  runs.taskSkipped,
  runs.taskCancelled,
  runs.taskBlocked,
  runs.taskAnswered,
  runs.taskUncertain,
  runs.taskResolved,
  compensations.taskCompensable,
  compensations.taskCompensating,
  compensations.taskCompensated,
  compensations.taskUncompensated,
  compensations.runUndoing,
  agents.taskModelAnswered,
  agents.taskSteered,
  memory.memoryNoted,
  agents.agentReported,
  agents.agentWrote,
  planEvents.taskQueued,
  planEvents.taskOpened,
  planEvents.taskListed,
  planEvents.taskRetried,
  planEvents.taskCaught,
  planEvents.taskParked,
  planEvents.taskWoken,
  planEvents.taskUsed,
  planEvents.taskOverBudget,
  planEvents.runParked,
  planEvents.runOverBudget,
  planEvents.taskDrew,
  planEvents.taskLimitReached,
  planEvents.runLimitReached,
  planEvents.runStopRequested,
  webhooks.webhookCalled,
  prompts.promptFileChanged,
  triggers.triggerAdded,
  triggers.triggerRotated,
  triggers.triggerChanged,
  triggers.triggerPaused,
  triggers.triggerResumed,
  triggers.triggerRemoved,
  schedules.scheduleAdded,
  schedules.scheduleChanged,
  schedules.schedulePaused,
  schedules.scheduleResumed,
  schedules.scheduleRemoved,
  schedules.scheduleRecovered,
  schedules.scheduleOccurred,
  schedules.scheduleFailed,
  schedules.scheduleSilenced,
  schedules.schedulePolled,
  schedules.scheduleSeen,
  mcp.mcpAdded,
  mcp.mcpRemoved,
  mcp.mcpSwitched,
  mcp.mcpListed,
  mcp.mcpFailed,
  mcp.mcpConfigured,
  mcp.mcpSignedIn,
  mcp.mcpSignInFailed,
  mcp.mcpSignedOut,
  mcp.mcpMoved,
  mcp.mcpOfferChanged,
  mcpQuestions.mcpAsked,
  mcpQuestions.mcpAnswered,
  permissions.permissionRequested,
  permissions.permissionGranted,
  permissions.permissionDenied,
  permissions.permissionWithdrawn,
  permissions.permissionRevoked,
  processes.processStarted,
  processes.processPrinted,
  processes.processEnded,
  processes.processKept,
  processes.processCleared,
  policy.runTainted,
  policy.elevationChanged,
  permissions.permissionUsed,
  permissions.permissionExpired,
  permissions.permissionRestored,
  workers.workerLoaded,
  workers.workerUnloaded,
  workers.workerFailed,
  workers.workerStarted,
  workers.workerPaused,
  workers.workerResumed,
  workers.workerStopped,
  workers.hookFailed,
  bundles.bundleMade,
  bundles.bundleOpened,
  bundles.bundleRemoved,
  circuits.workerCircuitOpened,
  circuits.workerCircuitHalfOpened,
  circuits.workerCircuitClosed,
  circuits.hostCircuitOpened,
  circuits.hostCircuitHalfOpened,
  circuits.hostCircuitClosed,
  installs.workerInstalled,
  installs.workerTrusted,
  installs.workerRemoved,
  workerSettings.workerConfigured,
  secrets.secretStored,
  secrets.secretRemoved,
  secrets.vaultUnlocked,
  secrets.vaultProtected,
  settings.settingsChanged,
  settings.settingsFileRead,
  models.modelsChanged,
  localModels.downloadAdded,
  localModels.downloadStarted,
  localModels.downloadProgressed,
  localModels.downloadPaused,
  localModels.downloadCompleted,
  localModels.downloadFailed,
  localModels.downloadRemoved,
  context.contextCompacted,
  context.contextRestored,
  context.contextCut,
  routing.modelRouted,
  pacing.modelHeldBack,
  spending.modelUsed,
  spending.modelFellBack,
  spending.modelRested,
  spending.modelResumed,
  spending.modelLimitNeared,
  spending.modelLimitReached,
  history.historyPruning,
  history.historyPruned,
  voice.voiceStageStarted,
  voice.voiceStagePartial,
  voice.voiceStageEnded,
  voice.voiceStageFailed,
  voice.voiceStateChanged,
  voice.voiceSoundReady,
  voice.voiceCommanded,
  voice.voiceActed,
  voice.voiceSpoken,
  hotKeys.keysRefused,
  eyes.eyesWanted,
  eyes.eyesSettled,
  eyes.eyesSeen,
  eyes.eyesMoved,
  calls.callRang,
  calls.callHeld,
  calls.callEnded,
  calls.callClosed,
  workflows.workflowCreated,
  workflows.workflowSaved,
  workflows.workflowPublished,
  workflows.workflowRestored,
  workflows.workflowRemoved,
  workflows.workflowRecovered,
  workflows.workflowSwitched,
  errorWorkflows.runHandedOver,
  welcome.welcomeMoved,
  tips.tipChanged,
]);
export type AnyEvent = z.infer<typeof AnyEvent>;
export type EventType = AnyEvent['type'];
export type EventOf<Type extends EventType> = Extract<AnyEvent, { type: Type }>;
export type Payload<Type extends EventType> = EventOf<Type>['payload'];

/** `task.*` means every type that begins with `task.`. */
const TypePattern = z.string().regex(/^[a-z]+\.(\*|[a-zA-Z]+)$/, 'expected a type like task.completed, or task.*');

export const EventFilter = strictObject(() => ({
  types: z.array(TypePattern).optional(),
  scope: EventScope.optional(),
}));
export type EventFilter = z.infer<typeof EventFilter>;

const Consumer = z.string().regex(/^[a-zA-Z0-9:_-]{1,100}$/);

export const events = {
  /** Everything after `after`, then everything as it happens. Without `after`: only what happens from now on. */
  watch: oc
    .route({ method: 'GET', path: '/events/watch', summary: 'Follow the log (server-sent events over HTTP)' })
    .input(EventFilter.extend({ after: z.coerce.number().int().min(0).optional() }))
    .output(eventIterator(AnyEvent)),
  /** The same, for who draws: what happens between two frames comes as one list, and what happens after a rest at once. */
  watchGathered: oc
    .route({ method: 'GET', path: '/events/gathered', summary: 'Follow the log, many events at a time' })
    .input(EventFilter.extend({ after: z.coerce.number().int().min(0).optional() }))
    .output(eventIterator(z.array(AnyEvent))),
  list: oc
    .route({ method: 'GET', path: '/events', summary: 'Read a page of the log, oldest first' })
    .input(
      EventFilter.extend({
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(5000).default(500),
      }),
    )
    .output(strictObject(() => ({ events: z.array(AnyEvent), lastSeq: z.int() }))),
  /** Each consumer's own place in the log; moving one never moves another. */
  readCursor: oc
    .route({ method: 'GET', path: '/events/cursors/{consumer}', summary: "Read a consumer's cursor" })
    .input(strictObject(() => ({ consumer: Consumer })))
    .output(strictObject(() => ({ seq: z.int() }))),
  moveCursor: oc
    .route({ method: 'PUT', path: '/events/cursors/{consumer}', summary: "Move a consumer's cursor" })
    .input(strictObject(() => ({ consumer: Consumer, seq: z.int().min(0) })))
    .output(strictObject(() => ({ seq: z.int() }))),
};
