import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { searchCertificates } from '../../src/station/search/certificateSearch.ts';
import { searchQueue } from '../../src/station/search/queueSearch.ts';
import type { QueuePlace } from '../../src/station/search/queueSearch.ts';
import { searchTextOf, typedWords } from '../../src/station/search/words.ts';
import { applyChanges } from '../../src/station/sync/applyFeed.ts';
import { stationUnderTest } from './stationUnderTest.ts';
import type { StationUnderTest } from './stationUnderTest.ts';
import { ScriptedCentral } from './sync/scriptedCentral.ts';

function found(station: StationUnderTest, text: string, limit = 100): string[] {
  return station.ctx.db
    .read((tx) =>
      searchQueue(tx, { words: typedWords(text), limit, after: null, conditions: [], values: {} }),
    )
    .map(({ deliverableId }) => deliverableId);
}

describe('a search in the queue', () => {
  test('takes words in any order, from their beginnings, with or without accents and case', async () => {
    const station = await stationUnderTest();
    const central = new ScriptedCentral(station.clock.time);
    const names = [
      'María José Núñez',
      'Łukasz Østergård',
      'Nguyễn Thị Linh',
      'Anne-Marie O’Brien',
      '山田 太郎',
      'John Smith 3rd',
    ];
    const ids = names.map((name) => central.issue({ name }).physical?.deliverableId ?? '');
    station.ctx.db.write((tx) => applyChanges(tx, station.ctx, 's', central.feed, false));
    const cases: [string, number][] = [
      ['nunez', 0],
      ['NÚÑ mar', 0],
      ['jose maria', 0],
      ['lukasz ost', 1],
      ['nguyen linh', 2],
      ['marie anne', 3],
      ['anne-marie', 3],
      ['brien', 3],
      ['山', 4],
      ['3rd smith', 5],
      ['CA-2026-000005', 4],
      ['ca‐2026‐000002 luk', 1],
    ];
    for (const [text, index] of cases) expect([text, found(station, text)]).toEqual([text, [ids[index]]]);
    expect(found(station, 'ca-2026')).toEqual(ids);
    expect(found(station, 'unez')).toEqual([]);
    expect(found(station, 'nunez smith')).toEqual([]);
    expect(station.ctx.db.read((tx) => searchCertificates(tx, 'nuñez', 10))).toHaveLength(1);
  });

  test('finds common and rare words alike, most urgent first, page by page, as looking at every row would', async () => {
    const station = await stationUnderTest();
    const central = new ScriptedCentral(station.clock.time);
    const first = ['Ana', 'Anton', 'Maria', 'Marta', 'Zoe'];
    const last = ['Garcia', 'Gomez', 'Marquez', 'Xu'];
    for (let index = 0; index < 6000; index += 1) {
      const rare = index % 997 === 0 ? ' Quispe' : index % 61 === 0 ? ` Mar${index}` : '';
      const name = `${first[(index * 7) % 5] ?? ''} ${last[(index * 3) % 4] ?? ''}${rare}`;
      central.issue({ name });
    }
    station.ctx.db.write((tx) => applyChanges(tx, station.ctx, 's', central.feed, false));
    const queue = central.feed.flatMap((change) =>
      change.kind === 'certificate' && change.certificate.physical !== null ? [change.certificate] : [],
    );
    const inOrder = queue.toSorted(
      (left, right) => (left.physical?.slackAt ?? 0) - (right.physical?.slackAt ?? 0),
    );
    fc.assert(
      fc.property(
        fc.subarray(
          ['a', 'an', 'mar', 'marq', 'x', 'quis', 'gar', 'zoe', 'c', 'mar1', 'ca-2026-0059', 'nobody'],
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        fc.integer({ min: 1, max: 150 }),
        fc.constantFrom(
          { conditions: [] },
          { conditions: ["d.course_id = 'course-ca'"] },
          { conditions: ["d.course_id = 'course-ca'"], few: true },
        ),
        (words, limit, how) => {
          const expected = inOrder
            .filter((each) =>
              words.every((word) =>
                searchTextOf(each.issuedName, each.certificateNumber).includes(` ${word}`),
              ),
            )
            .map((each) => each.physical?.deliverableId);
          const pages: string[] = [];
          let after: QueuePlace | null = null;
          for (let page = 0; page < 3; page += 1) {
            const from: QueuePlace | null = after;
            const places: QueuePlace[] = station.ctx.db.read((tx) =>
              searchQueue(tx, { words, limit, after: from, values: {}, ...how }),
            );
            pages.push(...places.map(({ deliverableId }) => deliverableId));
            after = places.at(-1) ?? after;
          }
          expect(pages).toEqual(expected.slice(0, pages.length));
          expect(pages.length).toBe(Math.min(expected.length, limit * 3));
        },
      ),
      { numRuns: 90 },
    );
  });
});
