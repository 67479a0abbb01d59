import type { SettingsTab } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { type Tab, Tabs } from '../../ui/tabs.tsx';
import { SecretsTab } from '../secrets/secrets-tab.tsx';
import { WebhooksTab } from '../webhooks/webhooks-tab.tsx';
import { GeneralTab } from './general-tab.tsx';
import { LogsTab } from './logs-tab.tsx';
import { ModelsTab } from './models-tab.tsx';
import { PermissionsTab } from './permissions-tab.tsx';

const tabs: Tab<SettingsTab>[] = [
  { id: 'general', label: 'General', content: <GeneralTab /> },
  { id: 'models', label: 'Models', content: <ModelsTab /> },
  { id: 'permissions', label: 'Permissions', content: <PermissionsTab /> },
  { id: 'secrets', label: 'Secrets', content: <SecretsTab /> },
  { id: 'webhooks', label: 'Webhooks', content: <WebhooksTab /> },
  { id: 'logs', label: 'Logs', content: <LogsTab /> },
];

export function SettingsScreen({ tab }: { tab: SettingsTab }) {
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs
        label="Settings"
        tabs={tabs}
        value={tab}
        onChange={(next) => navigate({ screen: 'settings', tab: next })}
        className="flex-1 pt-1"
        panelClassName="overflow-y-auto"
      />
    </>
  );
}
