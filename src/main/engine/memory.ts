import { join } from 'node:path';
import type { Json } from '../../contract/json.ts';
import { mostRemembered, type Remembered } from '../../contract/memory.ts';
import { promptFileNames } from '../../contract/prompts.ts';
import type { Settings } from '../../contract/settings.ts';
import { readIfThere } from '../base/read-if-there.ts';
import { openPrompts, type Prompting } from './prompts.ts';
import { conversationStore } from '../features/conversations/store.ts';
import { memoryManifest } from '../features/memory/manifest.ts';
import { scopeOf, scopeText } from '../features/memory/scope.ts';
import { createMemory, type MemoryService } from '../features/memory/service.ts';
import { memoryStore } from '../features/memory/store.ts';
import type { ModelService } from '../features/models/model-service.ts';
import type { Policy } from '../features/permissions/policy/policy.ts';
import { listNotes } from '../features/prompts/daily-notes.ts';
import type { Ground } from './ground.ts';
import type { ModelClient } from '../models/model-client.ts';
import { type EngineCall, engineWorker } from '../workers/engine-worker.ts';
import type { FileJournal } from '../workers/broker/journal/file-journal.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

type MemoryGround = {
  settings: { current: () => Settings };
  journal: Pick<FileJournal, 'changes'>;
  policy: Pick<Policy, 'labelsOf' | 'readings'>;
  client: ModelClient;
  models: Pick<ModelService, 'get'>;
  workers: { registry: Pick<WorkerRegistry, 'putOutside'> };
};

/** What models are told by themselves, and what is remembered: for people by calls, for agents and plans as a worker. */
export async function openMemory(
  ground: Ground,
  parts: MemoryGround,
): Promise<{ prompting: Prompting; memory: MemoryService }> {
  const { settings, journal, policy } = parts;
  const { labelsOf } = policy;
  const prompting = openPrompts(ground, { settings: settings.current, changes: journal.changes, labelsOf });
  const { database, paths, scrubber } = ground;
  const conversations = conversationStore(database);
  const memory = createMemory({
    store: memoryStore(database),
    clean: scrubber.text,
    notes: async (scope) => {
      const wanted = scopeText(scope);
      return (await listNotes(paths.prompts)).filter((note) => note.scope === wanted);
    },
    files: async () => promptFileNames.map((name) => ({ name, text: readIfThere(join(paths.prompts, name)) ?? '' })),
    labelsOf,
    isConversation: (id) => conversations.get(id) !== undefined,
    client: parts.client,
    hasModel: () => parts.models.get() !== null,
  });
  const candidate = engineWorker(memoryManifest, recalling(ground, { ...parts, memory }));
  await parts.workers.registry.putOutside(candidate.folder, candidate);
  return { prompting, memory };
}

/** A call has the memory of the conversation its run is in, and nothing in its input changes that. */
function recalling({ database, events }: Ground, { memory, policy }: MemoryGround & { memory: MemoryService }) {
  const conversations = conversationStore(database);
  return async ({ action, input, runId, taskId, signal, onUsed }: EngineCall): Promise<Json> => {
    const conversationId = events.last('run.created', { runId })?.scope.conversationId;
    const { query, limit } = input;
    const question = {
      query: typeof query === 'string' ? query : '',
      limit: typeof limit === 'number' ? limit : mostRemembered.usual,
      scope: scopeOf(conversations.get, conversationId),
      ...askedBy(events, conversationId),
    };
    const place = { runId, ...(conversationId === undefined ? {} : { conversationId }) };
    if (action === 'search') {
      const found = await memory.search(question);
      await marked(found);
      return { text: listText(found, question.query), found: found.map(asOutput) };
    }
    const summary = await memory.summarize(question, { scope: { ...place, taskId }, signal });
    const { usage } = summary;
    if (usage)
      onUsed({ tokens: usage.inputTokens + usage.outputTokens, ...(usage.money ? { money: usage.money } : {}) });
    await marked(summary.found);
    return { text: summary.text, found: summary.found.map(asOutput) };

    /** Before anybody sees it. */
    function marked(found: readonly Remembered[]): Promise<void> {
      const sources = [...new Set(found.flatMap(({ labels }) => labels))];
      return policy.readings.recalled({ ...place, taskId, workerId: memoryManifest.id }, sources);
    }
  };
}

/** What was asked just now is no answer to it. */
function askedBy(events: Ground['events'], conversationId: string | undefined): { without?: string } {
  const last = conversationId === undefined ? undefined : events.last('message.added', { conversationId });
  return last?.payload.message.role === 'person' ? { without: last.payload.message.id } : {};
}

function asOutput({ kind, text, at, role, conversationId, file }: Remembered) {
  return {
    ...{ kind, text },
    ...(at === undefined ? {} : { date: dayOf(at) }),
    ...(role === undefined ? {} : { role }),
    ...(conversationId === undefined ? {} : { conversation: conversationId }),
    ...(file === undefined ? {} : { file }),
  };
}

function listText(found: readonly Remembered[], query: string): string {
  if (found.length === 0) return `Nothing is remembered of “${query}”.`;
  return found
    .map(({ kind, text, at, role, file }) => {
      const by = kind === 'message' ? (role === 'person' ? 'You' : 'Heron') : (file ?? 'Noted');
      return `- ${by}${at === undefined ? '' : `, ${dayOf(at)}`}: ${text.replaceAll(/\s+/g, ' ')}`;
    })
    .join('\n');
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
