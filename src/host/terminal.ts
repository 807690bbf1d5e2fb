import { createInterface } from 'node:readline';

/** Prints a text and a line break for the person or the program that reads. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints what went wrong, where it does not mix with answers. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Runs `stop` once at Ctrl-C or when the system asks the program to end; a second Ctrl-C changes nothing but says so. */
export function onAskedToStop(stop: () => void, sayAgain: () => void): void {
  let asked = false;
  const ask = () => {
    if (asked) return sayAgain();
    asked = true;
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
}

/** Runs `act` whenever Enter is pressed in this terminal; does nothing where nobody types. */
export function onEnter(act: () => void): () => void {
  if (!process.stdin.isTTY) return () => {};
  const lines = createInterface({ input: process.stdin });
  lines.on('line', act);
  return () => lines.close();
}

/** Asks a question in this terminal; null where nobody can answer, nothing when the person broke off. */
export function asked(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return Promise.resolve(null);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => resolve(''));
    lines.question(question, (answer) => {
      resolve(answer.trim());
      lines.close();
    });
  });
}
