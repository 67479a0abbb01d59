import type { Command } from 'commander';

/** `heron(1)` out of what the commands say of themselves. */
export function manPage(program: Command, version: string): string {
  return `${[
    `.TH HERON 1 "" "Heron ${escaped(version)}" "User Commands"`,
    '.SH NAME',
    'heron \\- a desktop assistant that does the work on your machine',
    '.SH SYNOPSIS',
    '.B heron',
    '[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]',
    '.SH DESCRIPTION',
    escaped(program.description()),
    '.SH OPTIONS',
    ...optionLines(program),
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => commandLines(command, 'heron')),
    '.SH EXIT STATUS',
    ...exitStatus.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, meaning]),
    '.SH FILES',
    '.TP',
    '.I ~/.local/share/heron',
    'All that Heron keeps, unless \\fBHERON_DATA_DIR\\fR or \\fB\\-\\-data\\-dir\\fR names another folder. Removing the package leaves it.',
    '.TP',
    '.I /usr/lib/systemd/user/heron.service',
    'Runs Heron without a window when you log in, once \\fBsystemctl \\-\\-user enable \\-\\-now heron\\fR was said.',
  ].join('\n')}\n`;
}

const exitStatus = [
  ['0', 'done'],
  ['1', 'failed'],
  ['2', 'wrong usage'],
  ['3', 'a permission is missing'],
  ['4', 'not understood'],
  ['130', 'stopped'],
];

function commandLines(command: Command, above: string): string[] {
  const name = `${above} ${command.name()}`;
  const own = [
    '.SS',
    `\\fB${escaped(name)}\\fR ${escaped(command.usage())}`,
    escaped(sentence(command.description())),
    ...command.registeredArguments.flatMap((argument) =>
      argument.description ? ['.TP', `\\fI${escaped(argument.name())}\\fR`, escaped(argument.description)] : [],
    ),
    ...optionLines(command),
  ];
  return [...own, ...command.commands.flatMap((inner) => commandLines(inner, name))];
}

function optionLines(command: Command): string[] {
  return command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ flags, description }) => ['.TP', `\\fB${escaped(flags)}\\fR`, escaped(description)]);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

/** A dash is a hyphen to roff, a line that starts with a dot or a quote is a request, and three dots in one sign are not in every font. */
function escaped(text: string): string {
  const plain = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll(/\s*\n\s*/g, ' ');
  return plain.replace(/^(?=[.'])/, '\\&');
}
