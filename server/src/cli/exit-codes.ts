/** What a command ends with, for scripts. `gangway --help` and docs/cli.md list them from here. */
export const exitCodes = {
  done: { code: 0, meaning: 'Done. Of `diff`: there is no difference.' },
  refused: { code: 1, meaning: 'Refused or failed; the sentence on standard error says why. Nothing was half done.' },
  usage: { code: 2, meaning: 'The command line itself is wrong: an unknown command or option, a missing file name.' },
  unreachable: { code: 3, meaning: 'The server or the database cannot be reached.' },
  different: { code: 4, meaning: 'Of `diff`: applying the files would change something.' },
} as const;

/** Ends a command with sentences on standard error and an exit code; expected, so never with a stack. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly lines: readonly string[];
  readonly exitCode: number;

  constructor(lines: readonly string[], exitCode: number = exitCodes.refused.code) {
    super(lines.join('\n'));
    this.lines = lines;
    this.exitCode = exitCode;
  }
}
