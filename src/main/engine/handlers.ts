import { implement } from '@orpc/server';
import { contract } from '../../contract/index.ts';
import type { EngineParts } from './parts.ts';
import { agentHandlers } from '../features/agents/handlers.ts';
import { fileHandlers } from '../features/files/handlers.ts';
import { blobHandlers } from '../features/blobs/handlers.ts';
import { bundleHandlers } from '../features/bundles/handlers.ts';
import { contextHandlers } from '../features/context/handlers.ts';
import { conversationHandlers, folderHandlers } from '../features/conversations/handlers.ts';
import { dashboardHandlers } from '../features/dashboard/handlers.ts';
import { eventHandlers } from '../features/events/handlers.ts';
import { healthHandlers } from '../features/health/handlers.ts';
import { eyesHandlers } from '../features/eyes/handlers.ts';
import { callHandlers } from '../features/calls/handlers.ts';
import { voiceHandlers } from '../features/voice/handlers.ts';
import { historyHandlers } from '../features/history/handlers.ts';
import { importHandlers } from '../features/importing/handlers.ts';
import { signInHandlers } from '../features/sign-ins/handlers.ts';
import { localModelHandlers } from '../features/local-models/handlers.ts';
import { mcpHandlers } from '../features/mcp/handlers.ts';
import { memoryHandlers } from '../features/memory/handlers.ts';
import { modelHandlers } from '../features/models/handlers.ts';
import { permissionHandlers } from '../features/permissions/handlers.ts';
import { policyHandlers } from '../features/permissions/policy/handlers.ts';
import { planHandlers } from '../features/plans/handlers.ts';
import { promptHandlers } from '../features/prompts/handlers.ts';
import { processHandlers } from '../features/processes/handlers.ts';
import { runHandlers } from '../features/runs/handlers.ts';
import { scheduleHandlers } from '../features/schedules/handlers.ts';
import { secretHandlers } from '../features/secrets/handlers.ts';
import { spendingHandlers } from '../features/spending/handlers.ts';
import { tipHandlers } from '../features/tips/handlers.ts';
import { traceHandlers } from '../features/traces/handlers.ts';
import { templateHandlers } from '../features/templates/handlers.ts';
import { triggerHandlers } from '../features/triggers/handlers.ts';
import { timelineHandlers } from '../features/timeline/handlers.ts';
import { settingsHandlers } from '../features/settings/handlers.ts';
import { circuitHandlers } from '../features/workers/circuit-handlers.ts';
import { installHandlers } from '../features/workers/install-handlers.ts';
import { welcomeHandlers } from '../features/welcome/handlers.ts';
import { workerSettingsHandlers } from '../features/workers/settings-handlers.ts';
import { workerHandlers } from '../features/workers/handlers.ts';
import { workflowHandlers } from '../features/workflows/handlers.ts';
import { togetherHandlers } from '../features/workflows/together/handlers.ts';

export type EngineHandlers = ReturnType<typeof engineHandlers>;

/** Every call of the contract and the feature that answers it. */
export function engineHandlers(parts: EngineParts) {
  return implement(contract).router({
    conversations: conversationHandlers(parts.conversations),
    folders: folderHandlers(parts.conversations),
    context: contextHandlers(parts.context),
    prompts: promptHandlers(parts.prompts, parts.showPrompt),
    memory: memoryHandlers(parts.memory),
    agents: agentHandlers(parts.named),
    plans: planHandlers(parts.plans, parts.openedPlans),
    templates: templateHandlers(parts.templates),
    triggers: triggerHandlers(parts.triggers),
    schedules: scheduleHandlers(parts.schedules),
    workflows: workflowHandlers(parts.workflows),
    together: togetherHandlers(parts.workflows.together),
    imports: importHandlers(parts.importing),
    runs: runHandlers(parts.runs, parts.host.openFolder),
    traces: traceHandlers(parts.traces),
    timeline: timelineHandlers(parts.timeline),
    blobs: blobHandlers(parts.blobs),
    files: fileHandlers({
      ...{ complete: parts.completePath, lookIn: parts.lookIn, chooseFolder: parts.host.chooseFolder },
    }),
    bundles: bundleHandlers(parts.bundles),
    processes: processHandlers(parts.background),
    workers: workerHandlers(parts.workers.registry, parts.workers.containers.support),
    workerSettings: workerSettingsHandlers(parts.workerSettings),
    circuits: circuitHandlers(parts.circuits),
    dashboard: dashboardHandlers(parts.dashboard),
    installs: installHandlers(parts.installer),
    permissions: permissionHandlers(parts.permissions, parts.allowFolder),
    secrets: secretHandlers(parts.secrets),
    policy: policyHandlers(parts.policy),
    settings: settingsHandlers(parts.settings),
    mcp: mcpHandlers(parts.mcp, parts.mcpOffer, parts),
    models: modelHandlers(parts.models, parts.router),
    localModels: localModelHandlers(parts.localModels),
    spending: spendingHandlers(parts.spending),
    events: eventHandlers(parts.events),
    health: healthHandlers(parts.health),
    signIns: signInHandlers(parts.signIns),
    history: historyHandlers(parts.history),
    voice: voiceHandlers(parts.voice),
    calls: callHandlers(parts.calls, parts.callVoice),
    eyes: eyesHandlers(parts.eyes),
    welcome: welcomeHandlers(parts.welcome),
    tips: tipHandlers(parts.tips),
  });
}
