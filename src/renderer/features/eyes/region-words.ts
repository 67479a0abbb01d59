import type { Region } from '../../../contract/eyes.ts';
import { t } from '../../../words/words.ts';

export function regionWords({ x, y, width, height }: Region): string {
  const [left = '', top = '', wide = '', high = ''] = [x, y, width, height].map(
    (part) => `${Math.round(part * 100)} %`,
  );
  return t('{{wide}} × {{high}}, from {{left}} across and {{top}} down', { wide, high, left, top });
}
