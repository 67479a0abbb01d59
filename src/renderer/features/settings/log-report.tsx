import { FileArchive, FolderOpen } from 'lucide-react';
import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useWantedDialog } from '../../app/wanted-dialog.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { ReportDialog } from './report-dialog.tsx';
import { t } from '../../../words/words.ts';

/** Logs, versions and settings as one file, to be given to somebody who helps; shown before it is saved. */
export function LogReport() {
  const [isOpen, setIsOpen] = useWantedDialog('report');
  return (
    <>
      <Button
        icon={FileArchive}
        title={t('Logs, crash reports, versions and settings as one file, without secrets')}
        onClick={() => setIsOpen(true)}
      >
        {t('Export report…')}
      </Button>
      {isOpen && <ReportDialog close={() => setIsOpen(false)} />}
    </>
  );
}

/** Opened by the app; a page in a browser can only tell where it is. */
export function LogFolder() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.logFolder({}), [engine]);
  const { data } = useQuery(engine.state, load);
  const open = useCallback(async () => {
    await engine.client.health.openLogFolder({});
  }, [engine]);
  const opening = useAction(t('Could not open the folder'), open);
  if (!data) return null;
  const { path, canOpen } = data;
  if (canOpen)
    return <IconButton icon={FolderOpen} label={t('Open the log’s folder')} onClick={() => void opening.run()} />;
  return (
    <IconButton
      icon={FolderOpen}
      label={t('Copy the path of the log’s folder: {{path}}', { path })}
      onClick={() => void copyText(path).then(() => showToast({ title: t('Path copied'), text: path }), noClipboard)}
    />
  );
}

function noClipboard(): void {
  showToast({
    tone: 'danger',
    title: t('Could not copy'),
    text: t('The browser lets this page not write to the clipboard.'),
  });
}
