import { join } from 'node:path';
import type { MemoryScope } from '../../contract/memory.ts';
import { foldRun } from '../../contract/run-state.ts';
import { whatOf } from '../../contract/plan-task.ts';
import type { Settings } from '../../contract/settings.ts';
import type { FileChange } from '../../contract/undo.ts';
import { conversationStore } from '../features/conversations/store.ts';
import type { ConversationService } from '../features/conversations/service.ts';
import { scopeOf, scopeText } from '../features/memory/scope.ts';
import type { PlanService } from '../features/plans/service.ts';
import type { KeptNote } from '../features/prompts/daily-notes.ts';
import type { ShowPrompt } from '../features/prompts/handlers.ts';
import type { SlotValues } from '../features/prompts/prompt-packs.ts';
import { createPrompts, type PromptService } from '../features/prompts/service.ts';
import type { Ground } from './ground.ts';
import type { ModelContext } from '../models/context/model-context.ts';
import type { ModelMessage } from '../models/model-client.ts';

/** Of a conversation or a run, with a time: by then. */
export type LabelsOf = (holder: string, by?: number) => readonly string[];

/** What a model is asked to do, and where. */
export type Occasion = {
  conversationId?: string | undefined;
  runId?: string;
  task: string;
  baseFolder: string;
  pack?: string | undefined;
};

/** What models are told besides Heron's own rules. */
export type Guidance = (occasion: Occasion) => Promise<string>;

export type Prompting = {
  prompts: PromptService;
  guidance: Guidance;
  packOf: (conversationId: string | undefined) => string;
};

type PromptGround = {
  settings: () => Settings;
  changes: (runId: string) => Promise<FileChange[]>;
  /** What had been read that a stranger may have written. */
  labelsOf: LabelsOf;
};

export function openPrompts(ground: Ground, { settings, changes, labelsOf }: PromptGround): Prompting {
  const { host, paths, database, scrubber } = ground;
  const store = conversationStore(database);
  const prompts = createPrompts({
    folder: paths.prompts,
    bundledPacks: join(host.appFolder, 'resources', 'prompts'),
    openFolder: host.openFolder,
    scrub: scrubber.text,
    events: ground.events,
    notesDays: () => settings().memory.shownDays,
  });
  const packOf = (conversationId: string | undefined): string =>
    (conversationId === undefined ? undefined : store.get(conversationId)?.pack) ?? settings().promptPack;
  return {
    prompts,
    packOf,
    guidance: (occasion) =>
      prompts.guidance(
        occasion.pack ?? packOf(occasion.conversationId),
        slotsOf(ground, { changes, occasion, titleOf: (id) => store.get(id)?.title }),
        toldIn(scopeOf(store.get, occasion.conversationId), labelsOf),
      ),
  };
}

/** Notes are told to whom they are of; what goes back to a stranger is only found by who looks for it, and marks him. */
function toldIn(of: MemoryScope, labelsOf: LabelsOf): (note: KeptNote) => boolean {
  const wanted = scopeText(of);
  return ({ scope, holder, at }) => scope === wanted && (holder === undefined || labelsOf(holder, at).length === 0);
}

type SlotGround = Pick<PromptGround, 'changes'> & {
  occasion: Occasion;
  titleOf: (conversationId: string) => string | undefined;
};

/** Of the run that asks, or of the last one in the conversation. */
function slotsOf({ events }: Ground, { changes, occasion, titleOf }: SlotGround): SlotValues {
  const { conversationId, task, baseFolder } = occasion;
  const runId =
    occasion.runId ??
    (conversationId === undefined ? undefined : events.last('run.created', { conversationId })?.scope.runId);
  return {
    CONTEXT: () => {
      const title = conversationId === undefined ? undefined : titleOf(conversationId);
      return [`Folder: ${baseFolder}`, ...(title === undefined ? [] : [`Conversation: ${title}`])].join('\n');
    },
    TASK: () => task,
    PLAN: () => {
      const run = runId === undefined ? undefined : foldRun(events.listOuter(runId));
      const lines = run?.plan.tasks.map(
        (each) => `- ${each.title ?? whatOf(each)}: ${run.tasks[each.id]?.status ?? 'waiting'}`,
      );
      return lines?.join('\n') ?? '';
    },
    DIFF: async () => (runId === undefined ? '' : (await changes(runId)).map(changeLine).join('\n')),
  };
}

function changeLine(change: FileChange): string {
  return `- ${change.kind}: ${change.path}`;
}

type ShowGround = Pick<Prompting, 'packOf'> & {
  context: ModelContext;
  plans: Pick<PlanService, 'request'>;
  conversations: Pick<ConversationService, 'history'>;
};

/** What would be asked next in a conversation, and asks nothing. */
export function showingPrompts({ packOf, context, plans, conversations }: ShowGround): ShowPrompt {
  return async ({ conversationId, text = '', signal }) => {
    const history = conversationId === undefined ? [] : conversations.history(conversationId);
    const said = text === '' ? '…' : text;
    const shown = await context.show(await plans.request(said, { conversationId, history, signal }));
    const { model, window, tokens, instructions, messages } = shown;
    return { model, window, tokens, instructions, pack: packOf(conversationId), messages: messages.map(shownMessage) };
  };
}

function shownMessage(message: ModelMessage): { role: ModelMessage['role']; text: string } {
  if (message.role === 'tool') return { role: 'tool', text: message.output };
  if (message.role === 'assistant') return { role: 'assistant', text: message.text };
  const { content } = message;
  const parts =
    typeof content === 'string' ? [content] : content.map((part) => (part.type === 'text' ? part.text : '[picture]'));
  return { role: 'user', text: parts.join('\n') };
}
