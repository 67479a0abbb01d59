import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { AddScheduleOptions } from './commands/add-schedule.ts';
import { asJson, parseCount } from './reading-commands.ts';

const which = ['<schedule>', 'its id, or its title'] as const;

/** The commands about what starts by itself. Each loads its own code when it is called. */
export function addScheduleCommands(program: Command, context: CommandContext): void {
  const schedules = program.command('schedules').description('what starts by itself: when, and what became of it');
  schedules
    .command('list', { isDefault: true })
    .description('list them, the next one first')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listSchedules } = await import('./commands/schedules.ts');
      context.end(await listSchedules(context, options));
    });
  addAdd(schedules, context);
  schedules
    .command('show')
    .description('write when it starts, what it does, and what became of the last occurrences')
    .argument(...which)
    .option('--limit <number>', 'how many occurrences', parseCount, 20)
    .option(...asJson)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { showSchedule } = await import('./commands/schedules.ts');
      context.end(await showSchedule(context, name, command.optsWithGlobals()));
    });
  schedules
    .command('next')
    .description('write when it starts next, or what a time in words means')
    .argument('<schedule or time...>', 'its id, its title, or a time like every weekday at 9')
    .option(...asJson)
    .action(async (words: string[], _options: unknown, command: Command) => {
      const { nextOfSchedule } = await import('./commands/schedules.ts');
      context.end(await nextOfSchedule(context, words.join(' '), command.optsWithGlobals()));
    });
  addChanges(schedules, context);
}

function addAdd(schedules: Command, context: CommandContext): void {
  schedules
    .command('add')
    .description('make one: a sentence that says when and what, or a time and --workflow or --template')
    .argument('[sentence...]', 'like every weekday at 9 zip the folder ~/notes')
    .option('--workflow <workflow>', 'what it runs: the id or the title of a workflow; the sentence is a time then')
    .option(
      '--heartbeat',
      'a model goes through HEARTBEAT.md, and tells what needs attention; the sentence is a time then',
    )
    .option('--between <from-to>', 'of a heartbeat: only at these hours, like 09:00-22:00')
    .option('--always', 'of a heartbeat: also when nothing happened since the last one')
    .option('--results <place>', 'where answers are said: own (a conversation of its own), last or none', 'own')
    .option('--template <name>', 'what it runs: a template, as heron plan templates lists it')
    .option(
      '--input <field=value>',
      'a field of its input, as JSON or a text; may be given several times',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option(
      '--poll <trigger or action>',
      'it starts when that gives something new: the sentence is only what to do then',
    )
    .option(
      '--ask <field=value>',
      'a field of the input of what is polled; may be given several times',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--items <expression>', 'where the list of things is in what is polled, like output.files')
    .option('--key <expression>', 'by what a thing is known again, like item.path')
    .option('--every <seconds>', 'how often it is polled')
    .option('--title <title>', 'what it is called')
    .option('--missed <policy>', 'what is made up for when Heron did not run: once, all, skip or ask', 'once')
    .option('--overlap <policy>', 'while a run goes on, the next one is: merge, queue or skip', 'merge')
    .option(...asJson)
    .action(async (words: string[], _options: unknown, command: Command) => {
      const { addSchedule } = await import('./commands/add-schedule.ts');
      context.end(await addSchedule(context, words.join(' '), command.optsWithGlobals<AddScheduleOptions>()));
    });
}

function addChanges(schedules: Command, context: CommandContext): void {
  for (const [name, description] of [
    ['pause', 'let it start nothing until it is resumed; its runs go on'],
    ['resume', 'let it go on'],
    ['remove', 'remove it; its runs stay'],
  ] as const) {
    schedules
      .command(name)
      .description(description)
      .argument(...which)
      .action(async (schedule: string) => {
        const { changeSchedule } = await import('./commands/schedules.ts');
        context.end(await changeSchedule(context, schedule, name));
      });
  }
  schedules
    .command('run')
    .description('run what it does now, whatever its time says')
    .argument(...which)
    .option('--json', 'write each event as a line of JSON')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { runSchedule } = await import('./commands/schedules.ts');
      context.end(await runSchedule(context, name, command.optsWithGlobals()));
    });
}
