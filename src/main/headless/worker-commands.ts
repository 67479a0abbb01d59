import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { InstallOptions, RemoveOptions, TrustOptions } from './commands/install-worker.ts';
import type { ContainerOptions } from './commands/worker-containers.ts';
import type { RuleOptions } from './commands/worker-rules.ts';

const asJson = ['--json', 'write JSON'] as const;

/** What concerns workers. Each command loads its own code when it is called. */
export function addWorkerCommands(program: Command, context: CommandContext): void {
  const list = async (options: { json?: boolean; actions?: boolean }): Promise<void> => {
    const { listWorkers } = await import('./commands/workers.ts');
    context.end(await listWorkers(context, options));
  };
  program
    .command('workers')
    .description('list the workers and what each can do')
    .option('--actions', 'list how often each action was called, how long it took and what went wrong')
    .option(...asJson)
    .action(list);
  const worker = program.command('worker').description('install workers, set them, and help with writing them');
  worker
    .command('list')
    .description('list the workers, as heron workers does')
    .option(...asJson)
    .action(list);
  worker
    .command('show')
    .description('show one worker: what it can do, how it is, what it did so far')
    .argument('<worker>')
    .option(...asJson)
    .action(async (workerId: string, options: { json?: boolean }) => {
      const { showWorker } = await import('./commands/workers.ts');
      context.end(await showWorker(context, workerId, options));
    });
  worker
    .command('try')
    .description('let the next call through of a worker, or of a network host, that failed too often and is left alone')
    .argument('[worker]')
    .option('--host <host>', 'as `heron workers` names it, with its port')
    .action(async (workerId: string | undefined, options: { host?: string }) => {
      const { tryWorker } = await import('./commands/workers.ts');
      context.end(await tryWorker(context, { workerId, ...options }));
    });
  addInstalling(worker, context);
  addContainers(worker, context);
  addSetting(worker, context);
  addWriting(worker, context);
}

function addInstalling(worker: Command, context: CommandContext): void {
  worker
    .command('install')
    .description('fetch a worker, show what it is and what it may do, and install it when you agree')
    .argument(
      '<source>',
      'a folder, a .tgz, .tar.gz, .tar or .zip file, or the https, ssh or file URL of a git repository, #branch after it',
    )
    .option('--yes', 'install it without asking, after showing the same')
    .action(async (source: string, options: InstallOptions) => {
      const { installWorker } = await import('./commands/install-worker.ts');
      context.end(await installWorker(context, source, options));
    });
  worker
    .command('trust')
    .description('approve the files of an installed worker as they are now')
    .argument('<worker>')
    .option('--watch', 'and every later change of them that asks for nothing more: for a worker you are writing')
    .option('--yes', 'approve without asking, after showing the same')
    .action(async (workerId: string, options: TrustOptions) => {
      const { trustWorker } = await import('./commands/install-worker.ts');
      context.end(await trustWorker(context, workerId, options));
    });
  worker
    .command('remove')
    .description('remove an installed worker with its settings and permissions; what it did stays in the log')
    .argument('<worker>')
    .option('--yes', 'remove it without asking')
    .action(async (workerId: string, options: RemoveOptions) => {
      const { removeWorker } = await import('./commands/install-worker.ts');
      context.end(await removeWorker(context, workerId, options));
    });
  worker
    .command('rules')
    .description('show or change which workers may be there; * stands for any text, and deny wins')
    .option(
      '--allow <pattern>',
      'allow workers of this id or source; when there are such, all others may not be installed',
    )
    .option('--deny <pattern>', 'let no worker of this id or source run')
    .option('--key <file>', 'know the author of this Ed25519 public key (PEM), by the name of the file')
    .option('--forget <text>', 'take back what was allowed, denied or known by this text')
    .action(async (options: RuleOptions) => {
      const { changeRules } = await import('./commands/worker-rules.ts');
      context.end(await changeRules(context, options));
    });
}

function addContainers(worker: Command, context: CommandContext): void {
  worker
    .command('containers')
    .description('show or change which workers run in a container; without a runtime for it these do not start')
    .option('--add <worker...>', 'send these workers into one')
    .option('--remove <worker...>', 'take these out of the list')
    .option(
      '--from-risk <risk>',
      'and every worker with an action of this risk or a higher one: read, reversible, external, irreversible, or off',
    )
    .option(...asJson)
    .action(async (options: ContainerOptions) => {
      const { routeContainers } = await import('./commands/worker-containers.ts');
      context.end(await routeContainers(context, options));
    });
}

function addSetting(worker: Command, context: CommandContext): void {
  worker
    .command('settings')
    .description('show or change what can be set of a worker')
    .argument('<worker>')
    .argument('[name]')
    .argument('[value]', 'for a list: texts with commas between them, or JSON')
    .option('--reset', 'put it back as the worker came; without a name, all of it')
    .option(...asJson)
    .action(
      async (
        workerId: string,
        name: string | undefined,
        value: string | undefined,
        options: { reset?: boolean; json?: boolean },
      ) => {
        const { workerSettings } = await import('./commands/worker-settings.ts');
        context.end(await workerSettings(context, { workerId, name, value, ...options }));
      },
    );
  worker
    .command('hooks')
    .description("switch a worker's hooks on or off")
    .argument('<worker>')
    .argument('<on|off>')
    .action(async (workerId: string, state: string) => {
      const { switchHooks } = await import('./commands/worker-settings.ts');
      context.end(await switchHooks(context, workerId, state));
    });
}

function addWriting(worker: Command, context: CommandContext): void {
  worker
    .command('validate')
    .description("check a worker's manifest and code")
    .argument('<folder>')
    .action(async (folder: string) => {
      const { validateWorker } = await import('./commands/validate-worker.ts');
      context.end(await validateWorker(context, folder));
    });
  worker
    .command('sign')
    .description('write heron.sig into the folder of a worker you made')
    .argument('<folder>')
    .requiredOption('--key <file>', 'your Ed25519 private key (PEM)')
    .action(async (folder: string, options: { key: string }) => {
      const { signWorker } = await import('./commands/sign-worker.ts');
      context.end(await signWorker(context, folder, options));
    });
}
