import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { createCentral } from '../../src/central/compose.ts';
import { startPostgres } from '../support/postgresProcess.ts';
import { benchSettings, fillCertificates, furnishBench, quietPorts } from './central/benchSchool.ts';
import { median } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about =
  'verifications over HTTP, each logged in PostgreSQL, against the same server answering a constant';

const ROUNDS = 5;
const CONNECTIONS = 256;
const REQUESTS = 8_000;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function ask(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(String(response.statusCode))),
      );
    }).once('error', reject);
  });
}

/** Requests a second with all connections busy. */
async function rate(urlOf: (index: number) => string): Promise<number> {
  const begun = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < REQUESTS) {
        next += 1;
        await ask(urlOf(next));
      }
    }),
  );
  return REQUESTS / ((performance.now() - begun) / 1000);
}

const benchmark: Benchmark = {
  n: 100_000,
  // Both share the cores with this load generator; verifying also pays for PostgreSQL's process and its flush to disk.
  aims: [{ name: 'vsConstant', aim: 0.6, better: 'higher', unit: '' }],
  async measure(n) {
    const postgres = await startPostgres(true);
    const central = createCentral(benchSettings(postgres.url), quietPorts);
    await central.start();
    await furnishBench(central.context());
    await fillCertificates(central.context(), n);
    const codes = await central
      .context()
      .db.reader.all(
        z.object({ code: z.string() }),
        'SELECT verification_code AS code FROM certificates ORDER BY random() LIMIT 5000',
      );
    await central.stop();
    const server = fork(join(import.meta.dirname, 'central', 'verifyServer.ts'), [postgres.url]);
    try {
      const [url] = await once(server, 'message');
      const verify = (index: number) => `${String(url)}/v1/verify/${codes[index % codes.length]?.code}`;
      const page = (index: number) => `${String(url)}/verify/${codes[index % codes.length]?.code}`;
      const constant = () => `${String(url)}/healthz`;
      for (const warmUp of [verify, constant, page]) await rate(warmUp);
      const verified: number[] = [];
      const constants: number[] = [];
      const pages: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        verified.push(await rate(verify));
        constants.push(await rate(constant));
        pages.push(await rate(page));
      }
      const ratios = verified.map((each, index) => each / (constants[index] ?? each));
      return {
        figures: {
          verificationsPerSecond: median(verified),
          constantPerSecond: median(constants),
          pagesPerSecond: median(pages),
        },
        ratios: { vsConstant: median(ratios) },
      };
    } finally {
      agent.destroy();
      server.disconnect();
      await once(server, 'exit');
      await postgres.stop();
    }
  },
};

export default benchmark;
