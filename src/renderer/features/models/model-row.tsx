import { useCallback, useState } from 'react';
import type { UsedModel } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { recordText } from './model-words.ts';
import { t } from '../../../words/words.ts';

type Trial = { isBusy?: true; text?: string; failure?: string };

/** A model, what it can do, and a question to it. */
export function ModelRow({ model, hash }: { model: UsedModel; hash: string }) {
  const { engine } = useHeron();
  const [trial, setTrial] = useState<Trial>({});
  const [isEditing, setIsEditing] = useState(false);
  const { name, record, own, standing } = model;
  const test = useCallback(async () => {
    setTrial({ isBusy: true });
    setTrial(
      await engine.client.models.try({ model: name }).then(
        ({ tookMs, text }) => ({
          text: t('“{{text}}” after {{seconds}} s', { text, seconds: (tookMs / 1000).toFixed(1) }),
        }),
        (error: unknown) => ({ failure: failureOf(error).message }),
      ),
    );
  }, [engine, name]);
  return (
    <li className="py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 flex-1 basis-48">
          <span className="flex flex-wrap items-center gap-2 font-mono text-sm break-all">
            {name.slice(name.indexOf('/') + 1)}
            {Object.keys(own).length > 0 && <Badge>{t('Described by you')}</Badge>}
          </span>
          <span className="block text-xs text-muted">
            {recordText(record)}
            {standing && ` · ${Math.round(standing.success * 100)} % answered lately`}
          </span>
        </span>
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('Describe {{name}}', { name })}
          onClick={() => setIsEditing(true)}
        >
          {t('Describe')}
        </Button>
        <Button
          size="sm"
          aria-label={t('Test {{name}}', { name })}
          isLoading={trial.isBusy === true}
          onClick={() => void test()}
        >
          {t('Test')}
        </Button>
      </div>
      {trial.text && (
        <p role="status" className="mt-1 text-xs text-success">
          {t('It answers: {{text}}', { text: trial.text })}
        </p>
      )}
      {trial.failure && (
        <p role="alert" className="mt-1 text-xs text-danger">
          {trial.failure}
        </p>
      )}
      <RecordDialog model={model} hash={hash} isOpen={isEditing} onOpenChange={setIsEditing} />
    </li>
  );
}
