import { onTestFinished } from 'vitest';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

const title: ScriptedReply = { text: 'Talk', when: 'Give the conversation below a title', always: true };

/** A served engine with a scripted model behind it, which names conversations and gives these replies; both end with the test. */
export async function openTalkingEngine(
  ...replies: ScriptedReply[]
): Promise<ServedTestEngine & { server: ScriptedModel }> {
  const server = await startScriptedModel({ replies: [title, ...replies] });
  const served = await openServedEngine();
  onTestFinished(async () => {
    await served.close();
    await server.close();
  });
  await served.engine().client.models.configure({ baseUrl: server.baseUrl, model: 'scripted', apiKey: '' });
  return { ...served, server };
}
