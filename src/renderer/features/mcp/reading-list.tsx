import { useState } from 'react';
import type { McpResources, McpServer } from '../../../contract/mcp.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { PolicySelect } from './policy-select.tsx';
import { TryForm } from './try-form.tsx';
import type { TryField } from './try-input.ts';
import { t } from '../../../words/words.ts';

/** What a server has to be read; one policy holds for all of it. */
export function ReadingList({ server, reading, isOn }: { server: McpServer; reading: McpResources; isOn: boolean }) {
  const { key, policy, action, resources, templates } = reading;
  const shared = { action: isOn ? action : undefined };
  return (
    <div className="space-y-1 pt-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <p className="min-w-0 flex-1 basis-52 text-xs text-muted">{t('Who may read what the server has:')}</p>
        <PolicySelect
          {...{ server, policy, isOn }}
          tool={key}
          label={t('Who may read resources of {{server}}', { server: server.name })}
        />
      </div>
      <ul className="divide-y">
        {resources.map((one) => (
          <Row key={one.uri} {...one} {...shared} address={one.uri} fields={[]} fixed={{ uri: one.uri }} />
        ))}
        {templates.map((one) => (
          <Row
            key={one.uriTemplate}
            {...one}
            {...shared}
            address={one.uriTemplate}
            fields={one.variables.map((name) => ({ name, description: '', isNeeded: true }))}
            fixed={{ uri: one.uriTemplate, values: true }}
          />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  title: string;
  description: string;
  address: string;
  mediaType?: string | undefined;
  action: string | undefined;
  fields: TryField[];
  fixed: { uri: string; values?: true };
}

function Row({ title, description, address, mediaType, action, fields, fixed }: RowProps) {
  const [isTrying, setIsTrying] = useState(false);
  return (
    <li className="space-y-2 py-2">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-2 text-sm font-medium wrap-anywhere">
            {title}
            {mediaType !== undefined && <Badge>{mediaType}</Badge>}
          </p>
          <p className="font-mono text-xs break-all text-muted">{address}</p>
          {description !== '' && <p className="line-clamp-2 text-xs wrap-anywhere text-muted">{description}</p>}
        </div>
        {action && (
          <Button
            size="sm"
            aria-label={t('Read {{title}}', { title })}
            aria-expanded={isTrying}
            onClick={() => setIsTrying(!isTrying)}
          >
            {t('Read')}
          </Button>
        )}
      </div>
      {isTrying && action && <TryForm {...{ title, action, fields, fixed }} />}
    </li>
  );
}
