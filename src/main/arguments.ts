import { parseArgs } from 'node:util';

/** What the desktop program may be told on its command line. */
export interface DesktopArguments {
  readonly data?: string;
  readonly central?: string;
  readonly demo?: boolean;
  readonly pair?: string;
  readonly name?: string;
  /** Print a line of JSON when the window is there. */
  readonly json: boolean;
}

/** Reads the command line; what Electron and Chromium are told by it is left alone. */
export function desktopArguments(argv: readonly string[]): DesktopArguments {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    options: {
      data: { type: 'string' },
      central: { type: 'string' },
      pair: { type: 'string' },
      name: { type: 'string' },
      demo: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined);
  const [data, central, pair, name] = [values.data, values.central, values.pair, values.name].map(text);
  return {
    ...(data === undefined ? {} : { data }),
    ...(central === undefined ? {} : { central }),
    ...(pair === undefined ? {} : { pair }),
    ...(name === undefined ? {} : { name }),
    ...(values.demo === true ? { demo: true } : {}),
    json: values.json === true,
  };
}
