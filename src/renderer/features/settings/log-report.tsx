import { FileArchive, FolderOpen } from 'lucide-react';
import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import type { Engine } from '../../engine/connect.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { showToast } from '../../ui/toast-store.ts';

/** Logs, versions and settings as one file, to be given to somebody who helps. */
export function LogReport() {
  const { engine } = useHeron();
  const make = useCallback(() => saveReport(engine), [engine]);
  const report = useAction('Could not make the report', make);
  return (
    <Button
      icon={FileArchive}
      isLoading={report.isBusy}
      title="Logs, versions and settings as one file, without secrets"
      onClick={() => void report.run()}
    >
      Report
    </Button>
  );
}

async function saveReport({ client }: Pick<Engine, 'client'>): Promise<void> {
  const pieces: BlobPart[] = [];
  for await (const { bytes } of await client.health.report({})) {
    pieces.push(Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)));
  }
  const day = new Date().toISOString().slice(0, 10);
  saveFile(new Blob(pieces, { type: 'application/zip' }), `heron-report-${day}.zip`);
  showToast({
    tone: 'success',
    title: 'Report saved',
    text: 'Secrets, your name and this machine’s are taken out. Look into it before you give it away.',
  });
}

/** Opened by the app; a page in a browser can only tell where it is. */
export function LogFolder() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.logFolder({}), [engine]);
  const { data } = useQuery(engine.state, load);
  const open = useCallback(async () => {
    await engine.client.health.openLogFolder({});
  }, [engine]);
  const opening = useAction('Could not open the folder', open);
  if (!data) return null;
  const { path, canOpen } = data;
  if (canOpen) return <IconButton icon={FolderOpen} label="Open the log’s folder" onClick={() => void opening.run()} />;
  return (
    <IconButton
      icon={FolderOpen}
      label={`Copy the path of the log’s folder: ${path}`}
      onClick={() => void copyText(path).then(() => showToast({ title: 'Path copied', text: path }), noClipboard)}
    />
  );
}

function noClipboard(): void {
  showToast({
    tone: 'danger',
    title: 'Could not copy',
    text: 'The browser lets this page not write to the clipboard.',
  });
}
