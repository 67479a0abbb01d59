import type { McpServer, McpTool } from '../../../contract/mcp.ts';
import { Badge } from '../../ui/badge.tsx';
import { OfferRow } from './offer-row.tsx';
import { t } from '../../../words/words.ts';

export function ToolRow({ server, tool, isOn }: { server: McpServer; tool: McpTool; isOn: boolean }) {
  const { name, title, description, risk, policy, action, refusal } = tool;
  return (
    <OfferRow
      {...{ server, title, description, policy, isOn, action, refusal }}
      name={name}
      tool={name}
      badge={risk === 'read' ? <Badge>{t('Reads')}</Badge> : <Badge tone="warning">{t('May change things')}</Badge>}
    />
  );
}
