import { stripVTControlCharacters } from 'node:util';
import { defineCommand, renderUsage, runCommand as runCittyCommand, type CommandDef } from 'citty';
import { packageVersion } from '../execute/version.ts';
import { BadInput } from '../scenario/errors.ts';
import { didYouMean, oneOf } from '../scenario/words.ts';
import { checkArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { complaint } from './complaint.ts';
import { backendCommand } from './commands/backend.ts';
import { checkCommand } from './commands/check.ts';
import { clusterCommand } from './commands/cluster.ts';
import { compareCommand } from './commands/compare.ts';
import { listCommand } from './commands/list.ts';
import { proxyCommand } from './commands/proxy.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { toxiproxyCommand } from './commands/toxiproxy.ts';
import { wantsColour, type Cli } from './environment.ts';

/** Carries out a command line. Returns the exit code; never throws. */
export async function runCli(argv: readonly string[], cli: Cli): Promise<number> {
  try {
    return await dispatch(argv, cli);
  } catch (error) {
    const { text, code } = complaint(error);
    cli.stderr.write(`brownout: ${text}\n`);
    return code;
  }
}

async function dispatch(argv: readonly string[], cli: Cli): Promise<number> {
  const commands: Readonly<Record<string, Command>> = {
    run: runCommand(cli),
    compare: compareCommand(cli),
    report: reportCommand(cli),
    backend: backendCommand(cli),
    proxy: proxyCommand(cli),
    cluster: clusterCommand(cli),
    toxiproxy: toxiproxyCommand(cli),
    check: checkCommand(cli),
    list: listCommand(cli),
  };
  const names = Object.keys(commands);
  const [name, ...rest] = argv;
  if (name === undefined) throw new BadInput(`expected a command (${oneOf(names)}), got none; --help says more`);
  if (name === '--version' || name === '-v') {
    cli.stdout.write(`${packageVersion()}\n`);
    return 0;
  }
  if (asksForHelp([name]) || name === 'help') return help(cli, mainCommand(commands));
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const isOption = name.startsWith('-');
    const guess = didYouMean(name, isOption ? ['--help', '--version'] : names);
    throw new BadInput(
      `expected a command (${oneOf(names)}), got the unknown ${isOption ? 'option' : 'command'} ${JSON.stringify(name)}${guess}`,
    );
  }
  if (asksForHelp(rest)) return help(cli, command.definition, mainCommand(commands));
  checkArguments(command.args, rest, command.rules);
  const { result } = await runCittyCommand(command.definition, { rawArgs: rest });
  return Number(result);
}

function mainCommand(commands: Readonly<Record<string, Command>>): CommandDef {
  return defineCommand({
    meta: { name: 'brownout', version: packageVersion(), description: 'Load and chaos for memcached-style clusters' },
    subCommands: Object.fromEntries(Object.entries(commands).map(([name, { definition }]) => [name, definition])),
  });
}

async function help({ stdout }: Cli, command: CommandDef, parent?: CommandDef): Promise<number> {
  const text = `${(await renderUsage(command, parent)).replaceAll(/ +$/gm, '')}\n`;
  stdout.write(wantsColour(stdout) ? text : stripVTControlCharacters(text));
  return 0;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((each) => each === '--help' || each === '-h');
}
