import { type MannerSettings, mannersOf, usualManners } from '../../../contract/manners.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

/** Has Heron speak in another manner from the next message on: in the folder, where the conversation is in one. */
export function useChooseManner(folder: string | undefined) {
  const { settings } = useHeron();
  return useAction(t('Could not choose the manner'), async (id: string) => {
    const before = settings.state.getState().settings?.manner ?? usualManners;
    const manners = mannersOf(before);
    const manner = manners.find((one) => one.id === id);
    if (!manner) {
      const known = manners.map((one) => one.id).join(', ');
      throw new Error(t('There is no manner {{id}}. There are: {{known}}', { id, known }));
    }
    await settings.update({ manner: changeOf(before, id, folder) });
    showToast({
      title:
        folder === undefined
          ? t('{{manner}} holds from the next message on', { manner: manner.name })
          : t('{{manner}} holds in {{folder}} from the next message on', { manner: manner.name, folder }),
      action: {
        label: t('Undo'),
        onSelect: () => void settings.update({ manner: { chosen: before.chosen, byFolder: before.byFolder } }),
      },
    });
  });
}

function changeOf({ byFolder }: MannerSettings, id: string, folder: string | undefined): Partial<MannerSettings> {
  return folder === undefined ? { chosen: id } : { byFolder: { ...byFolder, [folder]: id } };
}
