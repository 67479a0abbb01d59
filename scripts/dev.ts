import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer, type ProxyOptions } from 'vite';
import { rendererSources, standalonePages } from './renderer-pages.ts';

const root = dirname(import.meta.dirname);
const enginePort = 47_610;
const pagePort = 47_611;

/** Every request reaches the engine as if it came from the page that the engine serves itself. */
const toEngine: ProxyOptions = {
  target: `http://127.0.0.1:${enginePort}`,
  changeOrigin: true,
  ws: true,
  rewriteWsOrigin: true,
};

const [option, name = ''] = process.argv.slice(2);
if (option === '--page') await showPage(name);
else await runApp();

/** A page that needs no engine: `--page ui` is the component page. */
async function showPage(wanted: string): Promise<void> {
  const path = standalonePages[wanted];
  if (path === undefined) {
    console.error(`There is no page “${wanted}”: --page takes ${Object.keys(standalonePages).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const page = await createServer({
    ...rendererSources,
    optimizeDeps: { entries: path },
    server: { host: '127.0.0.1', port: pagePort, open: path },
  });
  await page.listen();
  for (const url of page.resolvedUrls?.local ?? []) console.log(`${url}${path}`);
}

async function runApp(): Promise<void> {
  const page = await createServer({
    ...rendererSources,
    server: {
      host: '127.0.0.1',
      port: pagePort,
      strictPort: true,
      proxy: { '/rpc': toEngine, '/api': toEngine, '/open': toEngine, '/blobs': toEngine },
    },
  });
  await page.listen();

  // The page reloads what is edited by itself; the engine starts again from its source.
  const engine = spawn(
    process.execPath,
    ['--watch', join(root, 'bin/heron.js'), 'serve', '--port', String(enginePort), ...process.argv.slice(2)],
    { env: { ...process.env, HERON_FROM_SOURCE: '1' }, stdio: ['inherit', 'pipe', 'inherit'] },
  );
  createInterface(engine.stdout).on('line', (line) => console.log(line.replace(`:${enginePort}`, `:${pagePort}`)));
  // Ctrl-C reaches both from the terminal.
  if (process.stdin.isTTY) process.on('SIGINT', () => {});
  else process.once('SIGINT', () => engine.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => engine.kill(signal));
  engine.once('exit', (code) => {
    process.exitCode = code ?? 1;
    void page.close();
  });
}
