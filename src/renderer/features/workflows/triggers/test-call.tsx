import { Send } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { Trigger } from '../../../../contract/triggers.ts';
import { useHeron } from '../../../app/heron-context.ts';
import { useAction } from '../../../engine/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { t } from '../../../../words/words.ts';
import { JsonField } from '../json-field.tsx';

type Answer = { status: number; body: Json };

/** Calls the published webhook as somebody outside would, and shows what they would be answered. */
export function TestCall({ webhook }: { webhook: Trigger }) {
  const { engine } = useHeron();
  const [body, setBody] = useState<JsonObject>({});
  const [answer, setAnswer] = useState<Answer>();
  const method = webhook.options?.methods?.[0] ?? 'POST';
  const send = useAction(
    t('The call could not be made'),
    useCallback(async () => {
      setAnswer(undefined);
      setAnswer(await engine.client.triggers.test({ triggerId: webhook.id, method, body }));
    }, [engine, webhook.id, method, body]),
  );
  return (
    <Disclosure title={t('Try it')}>
      <div className="space-y-3 pt-1 pr-1">
        <JsonField
          label={t('What is sent')}
          value={body}
          onChange={(value) => {
            if (value === undefined) setBody({});
            else if (isObject(value)) setBody(value);
          }}
        />
        <Button size="sm" icon={Send} isLoading={send.isBusy} onClick={() => void send.run()}>
          {t('Send a test call')}
        </Button>
        {answer && (
          <div aria-live="polite" className="space-y-1.5">
            <p className="text-xs text-muted">{t('Answered with {{status}}', { status: answer.status })}</p>
            <CodeBlock code={JSON.stringify(answer.body, undefined, 2)} language="json" />
          </div>
        )}
      </div>
    </Disclosure>
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
