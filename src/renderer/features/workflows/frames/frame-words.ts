import type { CanvasFrame } from '../../../../contract/canvas.ts';
import { t } from '../../../../words/words.ts';

type Colour = CanvasFrame['colour'];

export function titleOfFrame({ title }: Pick<CanvasFrame, 'title'>): string {
  return title.trim() === '' ? t('Frame') : title;
}

export const frameLooks: Record<Colour, string> = {
  plain: 'border-control bg-sunken/50',
  blue: 'border-accent bg-accent-soft/50',
  green: 'border-success bg-success-soft/50',
  yellow: 'border-warning bg-warning-soft/50',
  red: 'border-danger bg-danger-soft/50',
};

export const frameColourNames = (): Record<Colour, string> => ({
  ...{ plain: t('Plain'), blue: t('Blue'), green: t('Green') },
  ...{ yellow: t('Yellow'), red: t('Red') },
});
