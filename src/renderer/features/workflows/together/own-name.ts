import { t } from '../../../../words/words.ts';
const key = 'heron.name';

/** What somebody said here that they are called. */
export function saidName(): string | undefined {
  return localStorage.getItem(key)?.trim() || undefined;
}

/** How others see this window: as somebody said here, else by what it is. */
export function ownName(): string {
  const said = saidName();
  if (said !== undefined) return said;
  return matchMedia('(pointer: coarse)').matches ? t('Phone') : t('Another window');
}

/** At most 80 characters. */
export function sayName(name: string): void {
  localStorage.setItem(key, name.trim().slice(0, 80));
}
