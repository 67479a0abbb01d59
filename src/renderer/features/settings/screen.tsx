import { ArrowLeft, Undo2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import type { SettingsTab } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type Tab, Tabs } from '../../ui/tabs.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useMedia } from '../../ui/use-media.ts';
import { SecretsTab } from '../secrets/secrets-tab.tsx';
import { SpendingTab } from '../spending/spending-tab.tsx';
import { VoiceTab } from '../voice/voice-tab.tsx';
import { ClashDialog } from './clash-dialog.tsx';
import { FileNotice } from './file-notice.tsx';
import { WebhooksTab } from '../webhooks/webhooks-tab.tsx';
import { DataTab } from './data-tab.tsx';
import { WorkTab } from './work-tab.tsx';
import { GeneralTab } from './general-tab.tsx';
import { KeysTab } from './keys-tab.tsx';
import { LogsTab } from './logs-tab.tsx';
import { MannerTab } from './manner-tab.tsx';
import { PermissionsTab } from './permissions-tab.tsx';
import { namesOfSettings } from './setting-names.ts';
import { TabList } from './tab-list.tsx';
import { t } from '../../../words/words.ts';

/** Few open it twice. */
const ModelsTab = lazy(async () => {
  const { ModelsTab: tab } = await import('../models/models-tab.tsx');
  return { default: tab };
});

const PromptsTab = lazy(async () => {
  const { PromptsTab: tab } = await import('../prompts/prompts-tab.tsx');
  return { default: tab };
});

const McpTab = lazy(async () => {
  const { McpTab: tab } = await import('../mcp/mcp-tab.tsx');
  return { default: tab };
});

const EyesTab = lazy(async () => {
  const { EyesTab: tab } = await import('../eyes/eyes-tab.tsx');
  return { default: tab };
});

/** What suits oneself, what models do, who may do what, and how Heron works. */
const allTabs = (): Tab<SettingsTab>[] => [
  { id: 'general', label: t('General'), content: <GeneralTab /> },
  { id: 'manner', label: t('Manner'), content: <MannerTab /> },
  { id: 'voice', label: t('Voice'), content: <VoiceTab /> },
  {
    id: 'eyes',
    label: t('Screen and camera'),
    content: (
      <Suspense fallback={<Skeleton lines={6} label={t('Loading the settings of screen and camera')} />}>
        <EyesTab />
      </Suspense>
    ),
  },
  { id: 'keys', label: t('Keys'), content: <KeysTab /> },
  {
    startsGroup: true,
    id: 'models',
    label: t('Models'),
    content: (
      <Suspense fallback={<Skeleton lines={5} label={t('Loading the model’s settings')} />}>
        <ModelsTab />
      </Suspense>
    ),
  },
  { id: 'spending', label: t('Spending'), content: <SpendingTab /> },
  {
    id: 'prompts',
    label: t('Prompts and agents'),
    content: (
      <Suspense fallback={<Skeleton lines={6} label={t('Loading the prompts')} />}>
        <PromptsTab />
      </Suspense>
    ),
  },
  { startsGroup: true, id: 'permissions', label: t('Permissions'), content: <PermissionsTab /> },
  { id: 'secrets', label: t('Secrets'), content: <SecretsTab /> },
  {
    id: 'mcp',
    label: t('MCP servers'),
    content: (
      <Suspense fallback={<Skeleton lines={4} label={t('Loading the MCP servers')} />}>
        <McpTab />
      </Suspense>
    ),
  },
  { id: 'webhooks', label: t('Webhooks'), content: <WebhooksTab /> },
  { startsGroup: true, id: 'work', label: t('Work'), content: <WorkTab /> },
  { id: 'data', label: t('Data'), content: <DataTab /> },
  { id: 'logs', label: t('Logs'), content: <LogsTab /> },
];

/** Without a tab: all of them to choose from where there is no room beside them, else the first. */
export function SettingsScreen({ tab }: { tab: SettingsTab | undefined }) {
  const tabs = allTabs().map((each) => (each.id === 'logs' ? each : { ...each, content: <Page>{each.content}</Page> }));
  const isWide = useMedia('(width >= 64rem)');
  const chosen = tabs.find(({ id }) => id === tab);
  const isAlone = !isWide && chosen !== undefined;
  return (
    <>
      <PageHeader title={isAlone ? chosen.label : t('Settings')} start={isAlone && <Back />} actions={<UndoButton />} />
      <FileNotice />
      <ClashDialog />
      {isWide || chosen ? (
        <Tabs
          label={t('Settings')}
          tabs={tabs}
          value={tab ?? 'general'}
          onChange={openTab}
          isSide
          isListHidden={!isWide}
          className="flex-1"
          panelClassName="overflow-y-auto"
        />
      ) : (
        <TabList tabs={tabs} onChoose={openTab} />
      )}
    </>
  );
}

/** All parts begin at the same place, however wide they are. */
function Page({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-5xl">{children}</div>;
}

function openTab(tab: SettingsTab): void {
  navigate({ screen: 'settings', tab });
}

/** It has the focus when a part is opened: what was pressed is gone. */
function Back() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button
      ref={button}
      variant="ghost"
      icon={ArrowLeft}
      aria-label={t('Back to all settings')}
      onClick={() => navigate({ screen: 'settings' })}
    />
  );
}

function UndoButton() {
  const { settings } = useHeron();
  const undoes = useStore(settings.state, (state) => state.about?.undoes ?? nothing);
  const undo = useAction(t('Could not undo the change'), settings.undo);
  const names = namesOfSettings(undoes);
  const label = undoes.length > 0 ? t('Undo the last change: {{names}}', { names }) : t('No change to undo');
  return (
    <IconButton
      icon={Undo2}
      label={label}
      disabled={undoes.length === 0 || undo.isBusy}
      onClick={() => {
        void undo.run().then((isDone) => isDone && showToast({ title: t('Put back'), text: names }));
      }}
    />
  );
}

const nothing: string[] = [];
