import { useCallback, useState } from 'react';
import type { McpServer, McpState } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { keepChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Tone } from '../../ui/tone.ts';
import { PromptRow } from './prompt-row.tsx';
import { readServer } from './read-server.ts';
import { ReadingList } from './reading-list.tsx';
import { ServerLogs } from './server-logs.tsx';
import { SignInNotice } from './sign-in-notice.tsx';
import { ToolRow } from './tool-row.tsx';
import { plural, t } from '../../../words/words.ts';

const states = (): Record<McpState, { label: string; tone: Tone }> => ({
  off: { label: t('Off'), tone: 'neutral' },
  idle: { label: t('Not connected yet'), tone: 'neutral' },
  starting: { label: t('Connecting'), tone: 'accent' },
  ready: { label: t('Connected'), tone: 'success' },
  failed: { label: t('Failed'), tone: 'danger' },
});

export function ServerCard({ server }: { server: McpServer }) {
  const { name, state, connection, about, error, signIn } = server;
  const place = connection.transport === 'stdio' ? [connection.command, ...connection.args].join(' ') : connection.url;
  return (
    <li aria-label={name} className="space-y-3 rounded-lg border bg-raised p-4 shadow-raised">
      <header className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-48">
          <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
            {name} <Badge tone={states()[state].tone}>{states()[state].label}</Badge>
          </h3>
          <p className="font-mono text-xs break-all text-muted">{place}</p>
          {about && (
            <p className="text-xs text-muted">
              {t('{{name}} {{version}}, protocol {{protocol}}', {
                name: about.name,
                version: about.version,
                protocol: about.protocol,
              })}
            </p>
          )}
        </div>
        <Actions server={server} />
      </header>
      {error && signIn !== 'needed' && signIn !== 'waiting' && (
        <Notice tone="danger" title={t('It cannot be used')}>
          {error.message}
        </Notice>
      )}
      <SignInNotice server={server} />
      <Offers server={server} />
      <Disclosure title={t('What it printed')}>
        <ServerLogs name={name} />
      </Disclosure>
    </li>
  );
}

/** What it brings along, by kind. */
function Offers({ server }: { server: McpServer }) {
  const { state, tools, reading, prompts } = server;
  const isOn = state !== 'off';
  const readable = (reading?.resources.length ?? 0) + (reading?.templates.length ?? 0);
  return (
    <>
      {tools.length > 0 && (
        <Disclosure title={plural(tools.length, { one: '1 tool', other: '{{count}} tools' })}>
          <ul className="divide-y pt-1">
            {tools.map((tool, index) => (
              <ToolRow key={`${tool.name}-${index}`} server={server} tool={tool} isOn={isOn} />
            ))}
          </ul>
        </Disclosure>
      )}
      {reading && readable > 0 && (
        <Disclosure title={plural(readable, { one: '1 resource', other: '{{count}} resources' })}>
          <ReadingList server={server} reading={reading} isOn={isOn} />
        </Disclosure>
      )}
      {prompts.length > 0 && (
        <Disclosure title={plural(prompts.length, { one: '1 prompt', other: '{{count}} prompts' })}>
          <ul className="divide-y pt-1">
            {prompts.map((prompt, index) => (
              <PromptRow key={`${prompt.name}-${index}`} server={server} prompt={prompt} isOn={isOn} />
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}

function Actions({ server }: { server: McpServer }) {
  const { name, state } = server;
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const isOff = state === 'off';
  const test = useAction(
    t('Could not test {{name}}', { name }),
    useCallback(async () => void (await engine.client.mcp.test({ name })), [engine, name]),
  );
  const turn = useAction(
    t('Could not switch {{name}}', { name }),
    useCallback(async () => {
      await keepChange<{ isOn: boolean }>({
        title: isOff ? t('{{name}} is switched on', { name }) : t('{{name}} is switched off', { name }),
        ...{ before: { isOn: !isOff }, after: { isOn: isOff }, hash: server.hash },
        read: readServer(engine, name, ({ state: now }) => ({ isOn: now !== 'off' })),
        write: ({ isOn = isOff }, { hash: baseHash }) => engine.client.mcp.switch({ name, isOn, baseHash }),
      });
    }, [engine, name, isOff, server.hash]),
  );
  return (
    <span className="flex flex-wrap gap-1">
      {!isOff && (
        <Button
          size="sm"
          aria-label={t('Test {{name}}', { name })}
          isLoading={test.isBusy}
          onClick={() => void test.run()}
        >
          {t('Test')}
        </Button>
      )}
      <Button
        size="sm"
        aria-label={isOff ? t('Switch on {{name}}', { name }) : t('Switch off {{name}}', { name })}
        isLoading={turn.isBusy}
        onClick={() => void turn.run()}
      >
        {isOff ? t('Switch on') : t('Switch off')}
      </Button>
      <Button size="sm" variant="ghost" aria-label={t('Remove {{name}}', { name })} onClick={() => setIsAsking(true)}>
        {t('Remove')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('Remove {{name}}?', { name })}
        text={t(
          'Its tools are gone with it, and so is what was allowed of them. Workflows that use them stop working.',
        )}
        confirmLabel={t('Remove')}
        onConfirm={async () => {
          await engine.client.mcp.remove({ name }).catch((error: unknown) => {
            throw new Error(failureOf(error).message);
          });
        }}
      />
    </span>
  );
}
