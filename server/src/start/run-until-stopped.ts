import type { Terminal } from '../cli/terminal.ts';
import { readConfig } from '../config.ts';
import { createLog, type Logger } from '../log.ts';
import { type RunningServer, startServer } from './start-server.ts';

/**
 * `gangway start`: runs the server until SIGTERM or SIGINT, however often they come, and resolves when everything is closed. The log goes to standard
 * output, one line of JSON each; what a person should read goes to standard error.
 */
export async function runUntilStopped(terminal: Terminal): Promise<void> {
  const reading = readConfig();
  const { config, unknown } = reading;
  const log = createLog(config.logLevel);
  for (const name of unknown)
    log.warn({ event: 'setting.unknown', name }, `${name} is set, but there is no such setting.`);
  // A bug that nobody catches ends the process; the log says why, and the next start goes on where this one stood.
  process.on('uncaughtExceptionMonitor', (cause) =>
    log.fatal({ event: 'server.failed', cause }, 'Gangway ends because of a fault of its own.'),
  );
  // Listened to from the beginning: a signal during the start stops it as soon as it is through.
  const signal = nextSignal();
  const server = await startServer(reading, log);
  log.info({ event: 'server.started', url: server.url, roles: config.roles }, 'Gangway is running.');
  terminal.err(banner(server));
  const name = await signal;
  log.info({ event: 'server.stopping', signal: name }, 'Stopping: what is under way is finished.');
  await server.stop();
  log.info({ event: 'server.stopped' }, 'Stopped.');
  await flushed(log);
}

function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    // `on`, not `once`: the second signal would otherwise end the process in the middle of stopping.
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => resolve(name));
  });
}

function flushed(log: Logger): Promise<void> {
  return new Promise((resolve) => log.flush(() => resolve()));
}

/** What to do next, in a few lines. */
export function banner({
  url,
  firstStart,
  setUpCode,
  copied,
}: Pick<RunningServer, 'url' | 'firstStart' | 'setUpCode' | 'copied'>): string {
  const lines = ['', `  Gangway is running at ${url}`, ''];
  if (copied) {
    lines.push('  This database is a copy of another installation, so nothing is sent from it.');
    lines.push('  If it takes the place of the original: npx gangway confirm-copy', '');
  }
  if (setUpCode !== undefined) {
    lines.push(`  Set up the console: open ${url} and give this code:  ${setUpCode}`);
    lines.push('  It is shown only here, and good until the next start or the set-up.', '');
  }
  if (firstStart?.tokenFile !== undefined) {
    lines.push(`  The administrator's token is in ${firstStart.tokenFile}; it is good from this machine.`);
    lines.push('  The commands of this folder use it by themselves:', '');
  }
  if (firstStart !== undefined) {
    lines.push('    npx gangway apply FILE      bring in connections, templates and triggers');
    lines.push('    npx gangway token create    make a token for another program');
    lines.push('    npx gangway --help          everything else', '');
  }
  lines.push(`  Addresses: ${url}/openapi.json    Stop: Ctrl+C`, '');
  return lines.join('\n');
}
