/** Cookies of one run: name to value, by origin. */
type Jar = Map<string, Map<string, string>>;

const mostRuns = 100;
const mostCookies = 50;
const longestCookie = 4096;
const jars = new Map<string, Jar>();

/** The cookies that servers set in a run, for later requests of it. They are kept nowhere but here. */
export function jarOf(runId: string): Jar {
  const jar = jars.get(runId) ?? new Map<string, Map<string, string>>();
  jars.delete(runId);
  jars.set(runId, jar);
  const [oldest] = jars.keys();
  if (jars.size > mostRuns && oldest !== undefined) jars.delete(oldest);
  return jar;
}

export function cookiesFor(jar: Jar, url: string): string | undefined {
  const cookies = jar.get(new URL(url).origin);
  if (!cookies || cookies.size === 0) return undefined;
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/**
 * Several cookies come in one header, with commas between; dates have commas too. Each is kept for the very origin that
 * set it: what a server says of domains and paths could only make it go further.
 */
export function keepCookies(jar: Jar, url: string, header: string | undefined, now: number): void {
  if (header === undefined) return;
  const { origin } = new URL(url);
  const cookies = jar.get(origin) ?? new Map<string, string>();
  jar.set(origin, cookies);
  for (const text of header.split(/,(?=\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+=)/)) {
    const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    if (at < 1 || pair.length > longestCookie) continue;
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    cookies.delete(name);
    if (!isOver(attributes, now) && cookies.size < mostCookies) cookies.set(name, value);
  }
}

function isOver(attributes: string[], now: number): boolean {
  const valueOf = (name: string): string | undefined =>
    attributes.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const age = valueOf('max-age');
  if (age !== undefined) return Number(age) <= 0;
  return Date.parse(valueOf('expires') ?? '') <= now;
}
