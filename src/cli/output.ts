/** Where a command writes: the answer to standard output, everything that is said about it to standard error. */
export interface Output {
  readonly json: boolean;
  /** The answer: `text` for a person, `document` for a program; one or the other is written. */
  answer(document: unknown, text: string): void;
  /** One line that follows others, for answers that come bit by bit. */
  line(text: string): void;
  /** Something for the person beside the answer. */
  note(text: string): void;
}

/** The two streams of this process. */
export function processOutput(json: boolean): Output {
  return {
    json,
    answer: (document, text) =>
      void process.stdout.write(`${json ? JSON.stringify(document, null, 2) : text}\n`),
    line: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}
