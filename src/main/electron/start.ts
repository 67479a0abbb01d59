import { join } from 'node:path';
import { app, dialog } from 'electron';
import { dataFolder, dataPaths } from '../base/paths.ts';
import { changedFiles } from './integrity/changed-files.ts';
import { hasEarlierAppImage, putBackAppImage } from './updates/earlier-app-image.ts';
import { passOver } from './updates/passed-over.ts';

/*
 * What Electron runs first, the one program of its that is in the archive. It loads the rest only when that is what was packed, and is
 * bundled alone: a shared file would be beside the archive.
 */

const program = new URL('electron-app.js', import.meta.url).href;

try {
  const changed = app.isPackaged ? await changedFiles(join(process.resourcesPath, 'app.asar')) : [];
  if (changed.length > 0) throw new Error(changedText(changed));
  await import(/* @vite-ignore */ program);
} catch (error) {
  // Electron is ready only after this module has ended.
  void app.whenReady().then(() => endBroken(error instanceof Error ? error.message : String(error)));
}

function changedText([first, ...more]: string[]): string {
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${first}${others} is not what this Heron came with. Install it anew, from where you have it from.`;
}

/** A Heron that cannot be loaded cannot ask about going back, so it is asked here. */
function endBroken(because: string): void {
  const image = process.env['APPIMAGE'];
  if (image === undefined || !hasEarlierAppImage(image)) {
    dialog.showErrorBox('Heron cannot start', because);
    return app.exit(1);
  }
  const buttons = ['Quit', 'Go back to the version before'];
  const question = { message: 'Heron cannot start', detail: because, buttons, defaultId: 0, cancelId: 0 };
  if (dialog.showMessageBoxSync({ type: 'error', noLink: true, ...question }) === 1) {
    passOver(dataPaths(dataFolder(process.env)).updates, app.getVersion(), 'failed');
    putBackAppImage(image);
    app.relaunch({ execPath: image });
  }
  app.exit(1);
}
