import { useState } from 'react';
import type { TaskValue } from '../../../contract/timeline.ts';
import { useHeron } from '../../app/heron-context.ts';
import type { HeronClient } from '../../engine/client.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { t } from '../../../words/words.ts';

interface LargeValueProps {
  runId: string;
  part: 'input' | 'output';
  value: TaskValue;
  /** It is only what was sent of it. */
  isPart?: boolean | undefined;
}

const names = () => ({ input: t('Input'), output: t('Output') });

/** A value as a tree, or, where it is large, its text by pieces. */
export function LargeValue({ runId, part, value, isPart }: LargeValueProps) {
  const name = isPart ? `${names()[part]} so far` : names()[part];
  return (
    <section aria-label={name}>
      <div className="mb-1 flex items-center gap-1 text-xs text-muted">
        <p className="flex-1 font-medium">{name}</p>
        {value.value === undefined ? (
          <span className="tabular-nums">
            {t('{{toLocaleString}} characters', { toLocaleString: value.characters.toLocaleString() })}
          </span>
        ) : (
          <CopyButton
            text={JSON.stringify(value.value, null, 2)}
            label={t('Copy {{part}}', { part })}
            className="-my-1"
          />
        )}
      </div>
      {value.value === undefined ? (
        <Pieces runId={runId} part={part} value={value} />
      ) : (
        <JsonView value={value.value} label={name} openLevels={2} />
      )}
    </section>
  );
}

function Pieces({ runId, part, value: { seq, beginning = '' } }: LargeValueProps) {
  const { engine } = useHeron();
  const [read, setRead] = useState<{ text: string; characters: number }>();
  const more = useAction(t('Could not read on'), async () => {
    const offset = read?.text.length ?? 0;
    const piece = await engine.client.timeline.value({ runId, seq, part, offset });
    setRead({ text: (read?.text ?? '') + piece.text, characters: piece.characters });
  });
  const save = useAction(t('Could not save it'), async () =>
    saveFile(
      new Blob([await readWhole(engine.client, { runId, seq, part })], { type: 'application/json' }),
      `${part}-${seq}.json`,
    ),
  );

  const isWhole = read !== undefined && read.text.length >= read.characters;
  return (
    <>
      <pre
        tabIndex={0}
        role="group"
        aria-label={names()[part]}
        className="max-h-80 overflow-auto rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-all whitespace-pre-wrap"
      >
        {read?.text ?? `${beginning}…`}
      </pre>
      <div className="mt-1.5 flex gap-2">
        {!isWhole && (
          <Button size="sm" isLoading={more.isBusy} onClick={() => void more.run()}>
            {read ? t('Read on') : t('Read it')}
          </Button>
        )}
        <Button size="sm" variant="ghost" isLoading={save.isBusy} onClick={() => void save.run()}>
          {t('Save as a file')}
        </Button>
      </div>
    </>
  );
}

type Place = { runId: string; seq: number; part: 'input' | 'output' };

async function readWhole(client: HeronClient, place: Place): Promise<string> {
  let text = '';
  for (;;) {
    const piece = await client.timeline.value({ ...place, offset: text.length, length: 1_000_000 });
    text += piece.text;
    if (piece.text === '' || text.length >= piece.characters) return text;
  }
}
