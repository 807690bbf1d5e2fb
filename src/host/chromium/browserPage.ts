import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/**
 * One blank page of a browser, spoken to in the DevTools protocol. Electron's `webContents.debugger` has the same shape,
 * so what is written against this runs in both.
 */
export interface BrowserPage {
  /** Sends a command and gives its result; rejects with the browser's words. */
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Calls back on each event of that name. */
  on(event: string, listener: (params: unknown) => void): void;
  close(): Promise<void>;
}

const ARGUMENTS = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--font-render-hinting=none',
  // No name resolves and no proxy answers: what slips past the page's own guard still finds no network.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=127.0.0.1:9',
];
const LIFE_MS = 60_000;

/**
 * Starts a headless Chromium of its own, with an empty profile that goes when the page is closed. It lives a minute at
 * most: whatever a page makes it do, it ends.
 */
export async function openBrowserPage(executable: string): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), 'layout-'));
  const asRoot = process.getuid?.() === 0;
  const child = spawn(
    executable,
    [...ARGUMENTS, ...(asRoot ? ['--no-sandbox'] : []), `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const connection = new PipeConnection(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), LIFE_MS);
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    await connection.end();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  try {
    const target = await connection.send(undefined, 'Target.createTarget', { url: 'about:blank' });
    const session = await connection.send(undefined, 'Target.attachToTarget', {
      targetId: textOf(target, 'targetId'),
      flatten: true,
    });
    const sessionId = textOf(session, 'sessionId');
    return {
      send: (method, params = {}) => connection.send(sessionId, method, params),
      on: (event, listener) => connection.on(sessionId, event, listener),
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function textOf(value: unknown, key: string): string {
  const found = isRecord(value) ? value[key] : undefined;
  if (typeof found !== 'string') throw new Error(`The browser's answer has no ${key}.`);
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (cause: Error) => void;
}

/** The browser's pipe: JSON messages, each ended by a zero byte. */
class PipeConnection {
  readonly #child: ChildProcess;
  readonly #in: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, ((params: unknown) => void)[]>();
  readonly #gone: Promise<void>;
  #next = 1;
  #ended: Error | undefined;
  #parts: Buffer[] = [];

  constructor(child: ChildProcess) {
    const [, , , input, output] = child.stdio;
    this.#child = child;
    this.#in = input as Writable;
    this.#in.on('error', (cause) => this.#fail(cause));
    (output as Readable).on('data', (data: Buffer) => this.#read(data));
    this.#gone = new Promise((resolve) => {
      child.once('exit', () => {
        this.#fail(new Error('The browser has ended.'));
        resolve();
      });
      child.once('error', (cause) => {
        this.#fail(cause);
        resolve();
      });
    });
  }

  send(
    sessionId: string | undefined,
    method: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#in.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  on(sessionId: string, event: string, listener: (params: unknown) => void): void {
    const key = `${sessionId} ${event}`;
    this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener]);
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #fail(cause: Error): void {
    this.#ended ??= cause;
    for (const { reject } of this.#waiting.values()) reject(cause);
    this.#waiting.clear();
    for (const [key, listeners] of this.#listeners) {
      if (key.endsWith(' Inspector.detached')) for (const listener of listeners) listener({});
    }
  }

  #read(data: Buffer): void {
    let from = 0;
    for (let end = data.indexOf(0); end >= 0; end = data.indexOf(0, from)) {
      this.#parts.push(data.subarray(from, end));
      const text = Buffer.concat(this.#parts).toString('utf8');
      this.#parts = [];
      from = end + 1;
      this.#take(text);
    }
    if (from < data.length) this.#parts.push(data.subarray(from));
  }

  #take(text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isRecord(message)) return;
    const { id, method, sessionId, error } = message;
    if (typeof id === 'number') {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (isRecord(error)) waiting?.reject(new Error(`The browser refuses: ${String(error['message'])}`));
      else waiting?.resolve(message['result']);
      return;
    }
    if (typeof method !== 'string' || typeof sessionId !== 'string') return;
    for (const listener of this.#listeners.get(`${sessionId} ${method}`) ?? []) listener(message['params']);
  }
}
