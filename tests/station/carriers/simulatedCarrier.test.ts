import { appendFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { loadRasteriser } from '../../../src/documents/preflight/rasteriser.ts';
import type { Rasteriser } from '../../../src/documents/preflight/rasteriser.ts';
import { classifyScan } from '../../../src/domain/work/scanText.ts';
import type { Shipment } from '../../../src/station/carriers/adapter.ts';
import type { SimulatedCarrierFaults } from '../../../src/station/carriers/simulated/settings.ts';
import { createSimulatedCarrier } from '../../../src/station/carriers/simulated/simulatedCarrier.ts';
import { trackingNumber } from '../../../src/station/carriers/simulated/tracking.ts';
import { createNameStrip } from '../../../src/station/documents/nameStrip.ts';
import { createRendering } from '../../../src/station/documents/rendering.ts';
import { tempDir } from '../../support/tempDir.ts';
import { must } from '../paperStation.ts';
import { root, TestClock } from '../stationUnderTest.ts';

const home = {
  street1: '1 Main St',
  city: 'Sacramento',
  region: 'CA',
  postalCode: '95814-1234',
  country: 'US',
};
const shipment: Shipment = {
  parcelId: 'parcel-1',
  parcelNumber: 'P-2026-0001',
  from: { name: 'School', ...home },
  to: { name: 'María Núñez', ...home },
  weightGrams: 25,
};

async function carrierIn(folder?: string, faults?: SimulatedCarrierFaults) {
  const clock = new TestClock();
  const place = folder ?? (await tempDir());
  const carrier = createSimulatedCarrier({ folder: place, settlesAfterMs: 1000 }, clock, faults);
  const rate = async () => {
    const [cheapest] = must(await carrier.rates(shipment));
    if (cheapest === undefined) throw new Error('No rate');
    return cheapest;
  };
  return { carrier, clock, folder: place, rate };
}

describe('the simulated carrier', () => {
  test('sells as often as it is asked, and remembers every sale after a restart', async () => {
    const { carrier, folder, rate } = await carrierIn();
    const bought = await carrier.buy('intent-1', await rate(), shipment);
    expect(bought).toMatchObject({
      tag: 'bought',
      purchase: { carrier: 'Demo Post', cost: { minor: 189, currency: 'USD' } },
    });
    await carrier.buy('intent-2', await rate(), shipment);
    await appendFile(join(folder, 'ledger.jsonl'), '{"kind":"sold","cut short by a power fai');
    const again = (await carrierIn(folder)).carrier;
    expect(again.sales()).toHaveLength(2);
    expect(await again.findByIntent('intent-1')).toEqual({
      tag: 'found',
      purchase: bought.tag === 'bought' && bought.purchase,
    });
    expect((await readFile(join(folder, 'ledger.jsonl'), 'utf8')).endsWith('}\n')).toBe(true);
  });

  test('can lose its answer, answer late, refuse, and be away', async () => {
    const lost = await carrierIn(undefined, (operation) => (operation === 'buy' ? 'answer_lost' : null));
    expect((await lost.carrier.buy('i', await lost.rate(), shipment)).tag).toBe('in_doubt');
    expect((await lost.carrier.findByIntent('i')).tag).toBe('found');
    const late = await carrierIn(undefined, (operation) => (operation === 'buy' ? 'late' : null));
    expect((await late.carrier.buy('i', await late.rate(), shipment)).tag).toBe('in_doubt');
    expect((await late.carrier.findByIntent('i')).tag).toBe('not_found');
    late.carrier.settle();
    expect((await late.carrier.findByIntent('i')).tag).toBe('found');
    const no = await carrierIn(undefined, (operation) => (operation === 'buy' ? 'refused' : null));
    expect((await no.carrier.buy('i', await no.rate(), shipment)).tag).toBe('refused');
    expect(no.carrier.sales()).toEqual([]);
    const away = await carrierIn(undefined, () => 'unreachable');
    expect(await away.carrier.rates(shipment)).toEqual({ ok: false, error: { tag: 'unreachable' } });
    expect((await away.carrier.findByIntent('i')).tag).toBe('unreachable');
  });

  test('keeps a rate for seven days, and for that shipment only', async () => {
    const { carrier, clock, rate } = await carrierIn();
    const offered = await rate();
    const elsewhere = { ...shipment, to: { ...shipment.to, street1: '2 Main St' } };
    expect(await carrier.buy('i', offered, elsewhere)).toMatchObject({
      tag: 'refused',
      reason: 'rate_expired',
    });
    clock.time += 7 * 86_400_000;
    expect(await carrier.buy('i', offered, shipment)).toMatchObject({
      tag: 'refused',
      reason: 'rate_expired',
    });
    expect(carrier.sales()).toEqual([]);
  });

  test('refuses an address that no post can deliver to, in words', async () => {
    const { carrier } = await carrierIn();
    const nowhere = { ...shipment, to: { ...shipment.to, city: '', postalCode: '1' } };
    expect(await carrier.rates(nowhere)).toEqual({
      ok: false,
      error: { tag: 'address_refused', message: 'The city is missing. There is no such postal code.' },
    });
  });

  test('takes postage back once, however often it is asked', async () => {
    const { carrier, rate } = await carrierIn();
    await carrier.buy('i', await rate(), shipment);
    expect(await carrier.void('i')).toEqual({ tag: 'voided' });
    expect(await carrier.void('i')).toEqual({ tag: 'voided' });
    expect((await carrier.findByIntent('i')).tag).toBe('not_found');
  });

  test('delivers what was handed over, step by step', async () => {
    const { carrier, clock, rate } = await carrierIn();
    const bought = await carrier.buy('i', await rate(), shipment);
    const tracking = bought.tag === 'bought' ? bought.purchase.tracking : '';
    expect(await carrier.track(tracking)).toEqual({ ok: true, value: [] });
    must(await carrier.manifest('Demo Post', [tracking]));
    clock.time += 3 * 86_400_000;
    expect(must(await carrier.track(tracking)).map(({ status }) => status)).toEqual([
      'accepted',
      'in_transit',
      'delivered',
    ]);
  });
});

describe('a tracking number', () => {
  test('has the form of the post, with its check digit, and is read as a label', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('US', 'MX', 'JP'), (seed, country) => {
        const number = trackingNumber(seed, country);
        expect(number).toMatch(country === 'US' ? /^9400100000000[0-9]{9}$/u : /^LZ[0-9]{9}US$/u);
        expect(classifyScan(number, [])).toEqual({ kind: 'label', tracking: number });
        if (country !== 'US') return;
        const sum = Array.from(number, Number)
          .toReversed()
          .reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
        expect(sum % 10).toBe(0);
      }),
    );
  });
});

describe('the label', () => {
  const resolve = createRequire(import.meta.url).resolve;
  let rasteriser: Rasteriser;
  beforeAll(async () => {
    rasteriser = await loadRasteriser(await readFile(resolve('@hyzyla/pdfium/dist/pdfium.wasm')));
    const wasm = await readFile(resolve('zxing-wasm/reader/zxing_reader.wasm'));
    await prepareZXingModule({
      overrides: { wasmBinary: new Uint8Array(wasm).buffer },
      fireImmediately: true,
    });
  });

  test.each([
    ['US', '95814-1234'],
    ['US', '95814'],
    ['MX', '06000'],
  ])(
    'to %s %s is a page of 4 by 6 inches whose barcode leads back to the parcel',
    async (country, postalCode) => {
      const { carrier } = await carrierIn();
      const to = { ...shipment, to: { ...shipment.to, country, postalCode } };
      const [rate] = must(await carrier.rates(to));
      if (rate === undefined) throw new Error('No rate');
      const bought = await carrier.buy('i', rate, to);
      if (bought.tag !== 'bought') throw new Error(bought.tag);
      const pdf = rasteriser.open(bought.purchase.file);
      if (pdf === undefined) throw new Error('No PDF');
      expect(pdf.text(0)).toContain('DEMO');
      expect(pdf.text(0)).toContain('María Núñez');
      const { width, height, data } = pdf.picture({ page: 0, dpi: 203, colour: true });
      pdf.close();
      expect([width, height]).toEqual([812, 1218]);
      const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
      for (let from = 0, into = 0; from < data.length; from += 3, into += 4)
        rgba.set(data.subarray(from, from + 3), into);
      const [read] = await readBarcodes(
        { data: rgba, width, height, colorSpace: 'srgb' },
        { formats: ['Code128'] },
      );
      expect(classifyScan(read?.text ?? '', [])).toEqual({
        kind: 'label',
        tracking: bought.purchase.tracking,
      });
    },
  );

  test('shows a name in its own script', async () => {
    const rendering = createRendering({
      fonts: join(root, 'resources', 'fonts'),
      templates: join(root, 'templates'),
    });
    onTestFinished(() => rendering.stop());
    const nameStrip = createNameStrip(rendering, root);
    const carrier = createSimulatedCarrier(
      { folder: await tempDir(), settlesAfterMs: 1000, nameStrip },
      new TestClock(),
    );
    const to = { ...shipment, to: { ...shipment.to, name: '李小龍' } };
    const [rate] = must(await carrier.rates(to));
    if (rate === undefined) throw new Error('No rate');
    const bought = await carrier.buy('i', rate, to);
    const pdf = bought.tag === 'bought' ? rasteriser.open(bought.purchase.file) : undefined;
    expect(pdf?.text(0).replaceAll(/\s/gu, '')).toContain('李小龍');
    pdf?.close();
  });
});
