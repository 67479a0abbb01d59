import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VoiceSettings } from '../../../contract/voice.ts';
import { whyNoVoice } from './fixtures/flite.ts';
import { lastState, listen, long, makeId, openVoiceIn, patience, say } from './fixtures/open-voice.ts';
import type { VoiceService } from './service.ts';

let folder: string;
let voice: VoiceService | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-talking-'));
});
afterEach(() => {
  voice?.close();
  voice = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function open(change: Partial<VoiceSettings>) {
  const opened = openVoiceIn(folder, change);
  ({ voice } = opened);
  return opened;
}

describe.skipIf(whyNoVoice !== undefined)(`Heron talks${whyNoVoice ? ` (${whyNoVoice})` : ''}`, long, () => {
  test('an answer is read out while it is still being written, and the wake phrase is not needed after it [MM-02] [MM-04]', async () => {
    const opened = open({ followUpSeconds: 1 });
    const { log, ofType, answering } = opened;
    const whole = Promise.withResolvers<void>();
    const words = 'The folder holds three files. Two of them are large.';
    answering.write = async (conversationId) => {
      const id = makeId('msg');
      const scope = { conversationId };
      for (const text of ['The folder holds three files. ', 'Two of']) {
        log.emit({ type: 'message.delta', payload: { messageId: id, text }, scope });
      }
      await whole.promise;
      const message = { id, conversationId, role: 'assistant' as const, text: words, at: 1 };
      await log.append([{ type: 'message.added', payload: { message }, scope }]);
      return scope;
    };
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'hey heron, what time is it');
    const heard = () => ofType('voice.soundReady').map(({ payload }) => payload.text);
    await expect.poll(heard, patience).toEqual(['The folder holds three files.']);
    expect(lastState(opened)).toBe('speaking');
    opened.voice.session(sessionId).sound(0);
    whole.resolve();
    await expect.poll(heard, patience).toEqual(['The folder holds three files.', 'Two of them are large.']);
    opened.voice.session(sessionId).sound(1);
    await expect.poll(() => ofType('voice.spoken').length, patience).toBe(1);
    // Reading it out took longer than the time in which no wake phrase is needed.
    opened.later.ms = 60_000;
    opened.voice.session(sessionId).quiet(false);
    expect(lastState(opened)).toBe('ready');
  });

  test('for a call that was taken the microphone may be open while the switch is off; Heron speaks, listens, and it is closed with the call [MM-08]', async () => {
    const opened = open({ isOn: false, speaks: false, followUpSeconds: 0 });
    const { voice: service, talking, ofType, log } = opened;
    const callId = makeId('cal');
    await expect(service.open({ callId })).rejects.toMatchObject({ code: 'conflict' });
    talking.add(callId);
    const { sessionId } = await service.open({ callId, voices: ['system/Samantha'] });
    opened.settings.voice = 'system/Samantha';
    service.session(sessionId).tell('The build is done.');
    await expect.poll(() => ofType('voice.soundReady').length, patience).toBe(1);
    const said = { voice: 'system/Samantha', rate: 1, pitch: 1 };
    expect(ofType('voice.soundReady')[0]?.payload).toMatchObject({ text: 'The build is done.', said });
    await expect.poll(() => ofType('voice.spoken').length, patience).toBe(1);
    service.session(sessionId).quiet(false);
    expect(lastState(opened)).toBe('ready');
    await say(opened, sessionId, 'what time is it');
    await expect.poll(() => opened.done, patience).toEqual(['send what time is it']);
    await log.append([{ type: 'settings.changed', payload: { settings: {} } }]);
    expect(service.session(sessionId)).toBeDefined();
    talking.delete(callId);
    await log.append([{ type: 'call.closed', payload: { callId } }]);
    expect(() => service.session(sessionId)).toThrow('does not listen');
  });
});
