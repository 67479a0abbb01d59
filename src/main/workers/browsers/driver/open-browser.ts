import { type BrowserContext, chromium, type Page, type Response } from 'playwright-core';
import { HeronError } from '../../../base/errors.ts';
import { type DriverSetup, refusedHeader } from '../wire.ts';
import { startRelay } from './relay.ts';
import { type Traffic, watchTraffic } from './settle.ts';
import { firstLine } from './targets.ts';

export type OpenPage = {
  page: Page;
  traffic: Traffic;
  /** The last place that the page itself was led to and that was not let through. */
  blocked: { url: string; method: string } | undefined;
};

export type OpenBrowser = { context: BrowserContext; current(): Promise<OpenPage>; files: string };

/** Tabs beyond these are closed, the oldest first. */
const mostPages = 8;

/** Whatever the page does goes through the proxy: nothing is looked up, called or streamed past it. */
const closedArguments = [
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-quic',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--disable-component-update',
  '--no-pings',
  '--disable-sync',
  '--disable-gpu',
];

/** Errors: `unsupported`, when the program does not start as a browser. */
export async function openBrowser(setup: DriverSetup, timeoutMs: number): Promise<OpenBrowser> {
  const port = await startRelay(setup.egress);
  const proxy = {
    server: `http://127.0.0.1:${port}`,
    // Also what is on this machine.
    bypass: '<-loopback>',
    username: 'heron',
    password: setup.password,
  };
  const context = await chromium
    .launchPersistentContext(setup.profile, {
      ...{ executablePath: setup.program, headless: true, chromiumSandbox: setup.hasOwnSandbox, proxy },
      ...{ args: closedArguments, acceptDownloads: true, serviceWorkers: 'block', timeout: timeoutMs },
      ...{ viewport: { width: 1280, height: 900 }, permissions: [] },
      // The engine ends it.
      ...{ handleSIGHUP: false, handleSIGINT: false, handleSIGTERM: false },
    })
    .catch((error: unknown) => {
      const message = `${setup.program} does not start as a browser: ${firstLine(error)}. Another one can be named in Workers → Browser → Program`;
      throw new HeronError('unsupported', message, { program: setup.program });
    });
  context.on('close', () => process.exit(0));
  const pages: OpenPage[] = [];

  function take(page: Page): OpenPage {
    const known = pages.find((each) => each.page === page);
    if (known) return known;
    const opened: OpenPage = { page, traffic: watchTraffic(page), blocked: undefined };
    pages.push(opened);
    page.on('close', () => pages.splice(pages.indexOf(opened), 1));
    watchRefusals(opened);
    if (pages.length > mostPages) void pages[0]?.page.close();
    return opened;
  }
  context.pages().forEach(take);
  context.on('page', take);
  return {
    context,
    files: setup.files,
    // A tab that a click has opened is where the person would be now.
    current: async () => pages.at(-1) ?? take(await context.newPage()),
  };
}

function watchRefusals(opened: OpenPage): void {
  const { page } = opened;
  page.on('requestfailed', (request) => {
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
    if (/TUNNEL_CONNECTION_FAILED|PROXY/.test(request.failure()?.errorText ?? '')) {
      opened.blocked = { url: request.url(), method: request.method() };
    }
  });
  page.on('response', (response: Response) => {
    const request = response.request();
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
    if (response.headers()[refusedHeader] !== undefined) {
      opened.blocked = { url: request.url(), method: request.method() };
    }
  });
}
