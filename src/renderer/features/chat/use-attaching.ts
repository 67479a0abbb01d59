import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { DroppedFiles } from '../../ui/use-file-drop.ts';
import { focusComposer } from './focus-composer.ts';
import { plural, t } from '../../../words/words.ts';

const megabyte = 1024 * 1024;

/** Attaches files to what is being written, as far as the settings let it, and says what was left out and why. */
export function useAttaching(threadKey: string): (dropped: DroppedFiles) => void {
  const { chat, settings } = useHeron();
  const limits = useStore(settings.state, (state) => state.settings);
  return ({ files, folders }) => {
    const most = limits?.attachmentsPerMessage ?? Infinity;
    const mostMb = limits?.attachmentMb ?? Infinity;
    const room = Math.max(0, most - (chat.state.getState().files[threadKey]?.length ?? 0));
    const large = files.filter(({ size }) => size > mostMb * megabyte);
    const small = files.filter((file) => !large.includes(file));
    chat.files.add(threadKey, small.slice(0, room));
    const [first] = large;
    if (first) {
      const title = plural(
        large.length,
        { one: '“{{name}}” is too large', other: '{{count}} files are too large' },
        { name: first.name },
      );
      refuse(title, t('An attached file may have {{mostMb}} MB. Settings can allow more.', { mostMb }));
    }
    if (small.length > room) {
      const text = plural(most, {
        one: 'A message takes 1 file. Settings can allow more.',
        other: 'A message takes {{count}} files. Settings can allow more.',
      });
      refuse(plural(small.length - room, { one: '1 file not attached', other: '{{count}} files not attached' }), text);
    }
    if (folders > 0) refuse(t('Folders cannot be attached'), t('Name the folder by its path, like ~/Documents.'));
    focusComposer();
  };
}

function refuse(title: string, text: string): void {
  showToast({ tone: 'warning', title, text });
}
