import { Ellipsis, FileOutput, GitCompare, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { t } from '../../../words/words.ts';

/** What else can be done with a run that is over. */
export function RunMenu({ run }: { run: Run }) {
  const { engine } = useHeron();
  const [shown, setShown] = useState<'export' | 'compare' | 'remove'>();
  const close = (): void => setShown(undefined);
  const isBlanked = run.opened?.redaction === 'values';
  return (
    <>
      <Menu
        trigger={<IconButton label={t('More about this run')} icon={Ellipsis} variant="secondary" />}
        groups={[
          {
            items: [
              {
                label: t('Export…'),
                hint: t('As one file, without secrets'),
                icon: FileOutput,
                onSelect: () => setShown('export'),
              },
              {
                label: t('Replay and compare…'),
                hint: t('Without workers or effects'),
                icon: GitCompare,
                disabled: isBlanked,
                onSelect: () => setShown('compare'),
              },
            ],
          },
          ...(run.opened
            ? [
                {
                  items: [
                    { label: t('Remove…'), icon: Trash2, tone: 'danger' as const, onSelect: () => setShown('remove') },
                  ],
                },
              ]
            : []),
        ]}
      />
      {shown === 'export' && <ExportDialog run={run} close={close} />}
      {shown === 'compare' && <CompareDialog run={run} close={close} />}
      <AlertDialog
        isOpen={shown === 'remove'}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={t('Remove “{{title}}”?', { title: run.plan.title })}
        text={t('What was opened from the file goes; the file itself stays where it is, and can be opened again.')}
        confirmLabel={t('Remove')}
        onConfirm={async () => {
          await engine.client.bundles.remove({ runId: run.id });
          navigate({ screen: 'timeline' });
        }}
      />
    </>
  );
}
