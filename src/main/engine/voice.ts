import type { ConversationService } from '../features/conversations/service.ts';
import { undoLast } from '../features/conversations/run-words.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import { spokenForms } from '../features/plans/rules/spoken-forms.ts';
import type { RunService } from '../features/runs/service.ts';
import { stoppedByPerson } from '../../contract/runs.ts';
import type { Settings } from '../../contract/settings.ts';
import type { CallVoice } from '../features/calls/handlers.ts';
import type { CallService } from '../features/calls/service.ts';
import { createVoice, type VoiceService } from '../features/voice/service.ts';
import type { Speech } from '../speech/speech.ts';
import { toFailure } from '../base/errors.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';

type Parts = {
  catalogue: Catalogue;
  settings: () => Settings;
  conversations: Pick<ConversationService, 'send' | 'isThere' | 'stopAnswer'>;
  runs: Pick<RunService, 'list' | 'cancel' | 'previewUndo' | 'undo'>;
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
    stopIn: (conversationId) => stopIn({ runs, conversations }, conversationId),
    undoIn: (conversationId) => undoIn(runs, conversationId),
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

const mostStopped = 100;

/** What is being answered, and every run that has not ended, by title. What agents spawned ends with their own. */
async function stopIn({ runs, conversations }: Pick<Parts, 'runs' | 'conversations'>, id: string): Promise<string[]> {
  const wasAnswering = conversations.isThere(id) && conversations.stopAnswer(id);
  const live = (['running', 'waiting'] as const).flatMap((status) =>
    runs.list({ conversationId: id, status, limit: mostStopped }),
  );
  const stopped = await Promise.all(live.map((run) => isStopped(runs, run.id)));
  const titles = live.flatMap(({ title, source }, index) => (stopped[index] && source !== 'agent' ? title : []));
  return titles.length === 0 && wasAnswering ? ['the answer'] : titles;
}

/** Another end of it may come first. */
async function isStopped(runs: Pick<RunService, 'cancel'>, runId: string): Promise<boolean> {
  try {
    await runs.cancel(runId, stoppedByPerson);
    return true;
  } catch (error) {
    if (toFailure(error).code === 'conflict') return false;
    throw error;
  }
}

const mostLookedAt = 20;

async function undoIn({ list, previewUndo, undo }: Parts['runs'], conversationId: string) {
  let undone: { runId?: string } = {};
  const text = await undoLast(
    {
      list: (id) => list({ conversationId: id, limit: mostLookedAt }),
      previewUndo,
      undo(runId) {
        undone = { runId };
        return undo(runId);
      },
    },
    conversationId,
  );
  return { text, ...undone };
}
