/** A program as it is asked for: the last part of its path, without the ending that Windows gives it. */
export function nameOf(program: string): string {
  return (program.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
}

export type Command = { program: string; args: string[] };

/** The command in the input of `process.run`. */
export function commandIn(input: Readonly<Record<string, unknown>>): Command {
  const { program, args } = input;
  const texts = Array.isArray(args) ? args.filter((arg) => typeof arg === 'string') : [];
  return { program: typeof program === 'string' ? nameOf(program) : '', args: texts };
}

/** Programs that run the program they are told. */
const wrappers =
  /^(env|nice|nohup|setsid|stdbuf|time|timeout|xargs|find|busybox|(ba|da|z|fi|k)?sh|cmd|powershell|pwsh)$/;

/** Every word that a wrapper may take for a program; nothing of other programs, whose arguments are their own. */
export function wrappedWords({ program, args }: Command): string[] {
  if (!wrappers.test(program)) return [];
  return args.flatMap((arg) => arg.split(/[\s;&|()`$"'<>]+/)).filter((word) => word !== '');
}
