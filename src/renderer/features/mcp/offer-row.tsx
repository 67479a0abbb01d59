import { type ReactNode, useState } from 'react';
import type { McpServer, McpToolPolicy } from '../../../contract/mcp.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { PolicySelect } from './policy-select.tsx';
import { TryForm } from './try-form.tsx';
import type { TryField } from './try-input.ts';
import { t } from '../../../words/words.ts';

interface OfferRowProps {
  server: McpServer;
  /** As the server calls it. */
  name: string;
  /** As its policy calls it. */
  tool: string;
  title: string;
  description: string;
  badge: ReactNode;
  policy: McpToolPolicy;
  isOn: boolean;
  action: string | undefined;
  refusal: string | undefined;
  /** What is asked for when it is tried; absent: its input as JSON. */
  fields?: TryField[];
}

/** A tool or a prompt: what it is, who may use it, and a way to try it. */
export function OfferRow(props: OfferRowProps) {
  const { server, name, tool, title, description, badge, policy, isOn, action, refusal, fields } = props;
  const [isTrying, setIsTrying] = useState(false);
  return (
    <li className="space-y-2 py-2">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-2 text-sm font-medium wrap-anywhere">
            {title}
            {badge}
          </p>
          <p className="line-clamp-2 text-xs wrap-anywhere text-muted">{refusal ?? description}</p>
        </div>
        {refusal === undefined ? (
          <span className="flex gap-1">
            {isOn && action && (
              <Button
                size="sm"
                aria-label={t('Try {{name}}', { name })}
                aria-expanded={isTrying}
                onClick={() => setIsTrying(!isTrying)}
              >
                {t('Try')}
              </Button>
            )}
            <PolicySelect {...{ server, tool, policy, isOn }} label={t('Who may use {{name}}', { name })} />
          </span>
        ) : (
          <Badge tone="danger">{t('Cannot be used')}</Badge>
        )}
      </div>
      {isTrying && action && <TryForm {...{ title, action, fields }} />}
    </li>
  );
}
