import type { Manifest } from '../../../../contract/manifest.ts';

/** Why the processor time and memory of one call of a worker cannot be known; undefined where they can. */
export function whyUnmeasured(
  { permissions }: Pick<Manifest, 'permissions'>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform !== 'linux') return 'only Linux tells what a process took, to the end and at the most';
  if (!permissions.some(({ capability }) => capability === 'shell' || capability === 'code')) return undefined;
  return 'its worker starts programs, and what short ones of them take is gone before anybody can look';
}
