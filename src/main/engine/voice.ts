import type { ConversationService } from '../features/conversations/service.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import { spokenForms } from '../features/plans/rules/spoken-forms.ts';
import type { RunService } from '../features/runs/service.ts';
import { stoppedByPerson } from '../../contract/runs.ts';
import type { Settings } from '../../contract/settings.ts';
import type { CallVoice } from '../features/calls/handlers.ts';
import type { CallService } from '../features/calls/service.ts';
import { createVoice, type VoiceService } from '../features/voice/service.ts';
import type { Speech } from '../speech/speech.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';

type Parts = {
  catalogue: Catalogue;
  settings: () => Settings;
  conversations: Pick<ConversationService, 'send'>;
  runs: Pick<RunService, 'cancel' | 'undo'>;
  permissions: Pick<PermissionService, 'pending' | 'answer'>;
  speech: Speech;
  calls: Pick<CallService, 'isTalking'>;
};

/** Voice reaches the rest of the engine as windows do: it sends sentences, answers questions, stops and undoes runs. */
export function openVoice(
  ground: Ground,
  { catalogue, settings, conversations, runs, permissions, speech, calls }: Parts,
): { voice: VoiceService; callVoice: CallVoice } {
  const { host, paths, events, logger, makeId, clock } = ground;
  const voice = createVoice({
    ...{ log: events, logger, makeId, clock, folder: paths.voice, environment: host.environment },
    ...{ homeFolder: host.homeFolder, appFolder: host.appFolder, speech },
    settings: () => settings().voice,
    forms: () => spokenForms(catalogue),
    riskOf: (ref) => catalogue.action(ref)?.action.risk,
    // Who speaks hears the answer at once, whatever else is under way.
    send: (sentence) => conversations.send({ ...sentence, whenBusy: 'now' }),
    cancelRun: (runId) => runs.cancel(runId, stoppedByPerson),
    undoRun: runs.undo,
    pending: permissions.pending,
    answer: permissions.answer,
    isTalking: calls.isTalking,
  });
  const callVoice: CallVoice = {
    tell: (sessionId, text) => voice.session(sessionId).tell(text),
    speak: voice.sample,
  };
  return { voice, callVoice };
}
