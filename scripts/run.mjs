import { spawn } from 'node:child_process';
import { root } from './root.mjs';

const windows = process.platform === 'win32';

/**
 * Runs a program in the package's folder and waits for it. Its output goes to ours, or is kept when `quiet`.
 * SIGINT and SIGTERM that reach us are passed on, and we live until the program has ended in its own way.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is the exit status, or 128 + signal number
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    }
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => void child.kill(signal);
    // A terminal sends SIGINT to the whole group, so the program has it already; only then is passing it on wrong.
    const ignore = () => {};
    const onInterrupt = process.stdin.isTTY ? ignore : pass;
    process.on('SIGINT', onInterrupt).on('SIGTERM', pass);
    const done = () => process.off('SIGINT', onInterrupt).off('SIGTERM', pass);
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, signal) => {
      done();
      resolve({ code: code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15), output });
    });
  });
}

/**
 * Runs npm: the one that runs us, else the one on the PATH.
 *
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, cwd?: string }} [options]
 */
export function npm(args, options = {}) {
  const own = process.env['npm_execpath'];
  return own && /\.[cm]?js$/.test(own)
    ? run(process.execPath, [own, ...args], options)
    : run('npm', args, { ...options, shell: windows });
}

/** Prints one line about what is being done. @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}
