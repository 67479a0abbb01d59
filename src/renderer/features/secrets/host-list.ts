import { t } from '../../../words/words.ts';
/** Hosts as a person types them, with commas, spaces or lines between; the engine judges each. */
export function parseHosts(text: string): string[] {
  const hosts = text.toLowerCase().split(/[\s,]+/);
  return [...new Set(hosts.map((host) => host.replace(/^https:\/\//, '').replace(/\/$/, '')).filter(Boolean))];
}

/** What the engine would refuse, said before it is asked. */
export function hostProblem(text: string): string | undefined {
  const wrong = parseHosts(text).find((host) => !/^[a-z0-9.-]+(:\d+)?$/.test(host));
  return wrong === undefined ? undefined : `“${wrong}” is no host name, such as api.example.com`;
}

export function nameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9-]{0,63}$/.test(name)) return undefined;
  return t('Lower-case letters, digits and -, beginning with a letter, such as github-token');
}
